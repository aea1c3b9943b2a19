#pragma once

#include "app/cli/invocation.h"
#include "core/lab/serving/lab_event.h"

namespace transom::cli {

/// Shows the events of a lab server or client as lines of prose or JSON. What peers have said is escaped here.
class LabPrinter
{
public:
    /// `plain`: only what the other side says.
    LabPrinter(const Invocation &invocation, bool plain);

    void show(const lab::LabEvent &event) const;

private:
    void showProse(const lab::LabEvent &event) const;
    QJsonObject object(const lab::LabEvent &event) const;

    const Invocation &m_invocation;
    const bool m_plain;
    const bool m_prompts;
};

} // namespace transom::cli
