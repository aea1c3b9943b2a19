#pragma once

namespace transom::ui::theme {

/// While it lives, roles have their light colours: what is drawn meanwhile is for paper. GUI thread, around drawing that nothing interrupts.
class OnPaper
{
public:
    OnPaper();
    ~OnPaper();
    OnPaper(const OnPaper &) = delete;
    OnPaper &operator=(const OnPaper &) = delete;

private:
    int m_mode;
};

} // namespace transom::ui::theme
