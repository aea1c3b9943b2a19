#include "ui/lab/experiments/predict_panel.h"

#include "ui/lab/experiments/experiment_words.h"
#include "ui/widgets/widgets.h"

#include <QButtonGroup>
#include <QMouseEvent>
#include <QRadioButton>

using namespace Qt::StringLiterals;

namespace transom::ui {

using namespace theme;

PredictPanel::PredictPanel(ExperimentBook &book, QString id, QWidget *parent)
    : QWidget(parent)
    , m_book(book)
    , m_id(std::move(id))
    , m_with(makeLabel({}, Type::Caption, Role::Accent))
    , m_options(new QButtonGroup(this))
{
    const lab::Lesson &lesson = m_book.page(m_id)->lesson;
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Gap2);
    column->addWidget(new LessonText(lesson.question));
    column->addWidget(m_with);
    m_with->setObjectName(u"predict-with"_s);
    m_options->setExclusive(true);
    for (const lab::Lesson::Option &option : lesson.options)
        addOption(option.id, option.text);
    addOption(ExperimentBook::Unsure, optionName(lesson, ExperimentBook::Unsure));
    connect(m_options, &QButtonGroup::idClicked, this, [this](int number) { m_book.setAnswer(m_id, m_ids.at(number)); });
    showAnswer();
}

/// A radio button's own text neither wraps nor shows what is code.
void PredictPanel::addOption(const QString &option, const QString &text)
{
    auto *button = new QRadioButton;
    button->setObjectName(u"option-"_s + (option == ExperimentBook::Unsure ? u"unsure"_s : option));
    button->setAccessibleName(markdownPlain(text));
    button->setFixedSize(20, static_cast<int>(QFontMetricsF(font()).height() * 1.4) + 5); // its circle as high as the words beside it
    auto *words = new LessonText(text);
    words->setTextInteractionFlags(Qt::NoTextInteraction);
    words->setFocusPolicy(Qt::NoFocus);
    words->viewport()->setCursor(Qt::PointingHandCursor);
    words->viewport()->setProperty("option", static_cast<int>(m_ids.size()));
    words->viewport()->installEventFilter(this);
    m_options->addButton(button, static_cast<int>(m_ids.size()));
    m_ids.append(option);
    auto *row = new QHBoxLayout;
    row->setSpacing(Gap2);
    row->addWidget(button, 0, Qt::AlignTop);
    row->addWidget(words, 1, Qt::AlignTop);
    static_cast<QVBoxLayout *>(layout())->addLayout(row);
}

bool PredictPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::MouseButtonRelease && static_cast<QMouseEvent *>(event)->button() == Qt::LeftButton && !m_locked) {
        m_options->button(watched->property("option").toInt())->click();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void PredictPanel::showAnswer()
{
    const ExperimentBook::Page &page = *m_book.page(m_id);
    const qsizetype answer = m_ids.indexOf(m_book.answer(m_id));
    // An exclusive group does not let its last answer be taken back.
    m_options->setExclusive(false);
    const auto buttons = m_options->buttons();
    for (QAbstractButton *button : buttons)
        button->setChecked(m_options->id(button) == answer);
    m_options->setExclusive(true);
    const bool turned = page.knobs != ExperimentBook::standardKnobs(*page.experiment);
    m_with->setVisible(turned);
    m_with->setText(tr("Now with: %1").arg(turnedKnobs(*page.experiment, page.knobs)));
}

void PredictPanel::setRunning(bool running)
{
    m_locked = running;
    const auto buttons = m_options->buttons();
    for (QAbstractButton *button : buttons)
        button->setEnabled(!running);
}

void PredictPanel::focusAnswers()
{
    if (QAbstractButton *button = m_options->checkedButton() ? m_options->checkedButton() : m_options->button(0))
        button->setFocus();
}

} // namespace transom::ui
