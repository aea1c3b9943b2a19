#pragma once

#include "core/lab/check/trial.h"
#include "ui/theme/theme.h"

#include <QScrollArea>

class QLabel;
class QPlainTextEdit;

namespace transom::ui {

class Card;

/// One trial: what was tried and expected, what happened call by call, the hint, and what the program said.
class TrialDetails : public QScrollArea
{
    Q_OBJECT

public:
    explicit TrialDetails(QWidget *parent = nullptr);
    /// Before it has been tried.
    void showTrial(const lab::TrialInfo &trial);
    void showResult(const lab::TrialResult &result);

private:
    QLabel *m_title;
    QLabel *m_mark;
    QLabel *m_verdict;
    QLabel *m_tried;
    QLabel *m_expected;
    QLabel *m_happened;
    Card *m_hintCard;
    QLabel *m_hint;
    QWidget *m_callsPart;
    QPlainTextEdit *m_calls;
    QWidget *m_outputPart;
    QPlainTextEdit *m_output;
};

/// The icon and the colour of a verdict: its shape says it as well.
QString verdictIcon(lab::TrialResult::Verdict verdict);
theme::Role verdictRole(lab::TrialResult::Verdict verdict);

} // namespace transom::ui
