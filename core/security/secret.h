#pragma once

#include <QByteArrayView>
#include <QString>

#include <vector>

namespace transom::security {

/// A password's UTF-8 bytes, overwritten when they are let go of. It converts to nothing by itself and cannot be
/// logged; bytes() is asked for where the password is used. One thread at a time.
class Secret
{
public:
    Secret() = default;
    explicit Secret(QByteArrayView utf8);
    /// Overwrites the source too, as far as nothing else shares its bytes.
    static Secret take(QByteArray &utf8);
    static Secret take(QString &text);
    static Secret fromText(QStringView text);
    ~Secret();

    Secret(const Secret &other) = default;
    Secret(Secret &&other) noexcept = default;
    Secret &operator=(const Secret &other);
    Secret &operator=(Secret &&other) noexcept;

    bool isEmpty() const { return m_bytes.empty(); }
    /// Valid for as long as this object is neither changed nor destroyed.
    QByteArrayView bytes() const { return {m_bytes.data(), static_cast<qsizetype>(m_bytes.size())}; }

    void clear();

private:
    std::vector<char> m_bytes;
};

/// A password for people to copy from one screen to another: four groups of four characters, "k7mp-…", from an alphabet
/// without look-alikes. 16 characters of 31 make 79 bits. From the system's random numbers.
Secret generatePassword();

/// Bytes from libcrypto's generator (RAND_bytes). Any thread.
QByteArray randomBytes(int count);

} // namespace transom::security
