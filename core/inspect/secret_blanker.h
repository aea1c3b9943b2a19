#pragma once

#include "core/inspect/framing.h"

#include <QByteArray>

namespace transom::inspect {

/// Replaces what is secret in an unencrypted Transom session (proofs of the sign-in) by zeros, however its bytes are cut, before they are shown or kept. A
/// direction that does not begin with a HELLO is something else and passes as it is. Fed with everything, in order. One thread.
class SecretBlanker
{
public:
    QByteArray blanked(From from, QByteArray bytes);
    /// So many bytes of the direction have not been seen. Where that hides a header, all that follows is blanked.
    void skipped(From from, qint64 count);

private:
    struct Direction
    {
        QByteArray header;
        quint32 left = 0; ///< of the payload
        bool secret = false;
        bool first = true;
        bool other = false; ///< not Transom
        bool lost = false;  ///< where the next header is, nobody knows
    };
    Direction m_directions[2];
};

} // namespace transom::inspect
