#include "ui/lab/experiments/knobs_panel.h"

#include "ui/lab/experiments/experiment_words.h"
#include "ui/widgets/widgets.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QWheelEvent>

using namespace Qt::StringLiterals;

namespace transom::ui {

using namespace theme;

namespace {

constexpr int MostFreeText = 200; ///< characters

/// A wheel that scrolls the page must not turn knobs on its way.
class QuietCombo : public QComboBox
{
public:
    using QComboBox::QComboBox;
    void wheelEvent(QWheelEvent *event) override { event->ignore(); }
};

} // namespace

KnobsPanel::KnobsPanel(ExperimentBook &book, QString id, QWidget *parent)
    : QWidget(parent)
    , m_book(book)
    , m_id(std::move(id))
    , m_predict(makeButton(tr("Predict again"), u"help"_s))
    , m_run(makeButton(tr("Run again"), u"play"_s, true))
    , m_reset(makeButton(tr("As it began"), u"back"_s))
    , m_compare(makeButton(tr("Compare runs"), u"compare"_s))
    , m_buttons(new QGridLayout)
{
    const ExperimentBook::Page &page = *m_book.page(m_id);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Gap2);
    for (const lab::Knob &knob : page.experiment->knobs) {
        QComboBox *field = makeField(knob);
        auto *row = new QHBoxLayout;
        row->setSpacing(Gap2);
        QLabel *name = makeLabel(knobName(knob.id));
        name->setBuddy(field);
        QFont bold = name->font();
        bold.setWeight(QFont::DemiBold);
        name->setFont(bold);
        row->addWidget(name, 1);
        row->addWidget(field);
        column->addLayout(row);
        column->addWidget(new LessonText(page.lesson.vary.value(knob.id)));
        column->addSpacing(Gap1);
    }
    m_predict->setObjectName(u"predict-again"_s);
    m_run->setObjectName(u"run-again"_s);
    m_reset->setObjectName(u"reset-knobs"_s);
    m_compare->setObjectName(u"compare-runs"_s);
    m_buttons->setSpacing(Gap2);
    m_buttons->addWidget(m_predict, 0, 0);
    m_buttons->addWidget(m_run, 0, 1);
    m_buttons->addWidget(m_reset, 1, 0);
    m_buttons->addWidget(m_compare, 1, 1);
    column->addLayout(m_buttons);
    connect(m_predict, &QPushButton::clicked, this, &KnobsPanel::predictWanted);
    connect(m_run, &QPushButton::clicked, this, &KnobsPanel::runWanted);
    connect(m_compare, &QPushButton::clicked, this, &KnobsPanel::compareWanted);
    connect(m_reset, &QPushButton::clicked, this, [this] { m_book.resetKnobs(m_id); });
    showKnobs();
}

QComboBox *KnobsPanel::makeField(const lab::Knob &knob)
{
    auto *field = new QuietCombo;
    field->setObjectName(u"knob-"_s + knob.id);
    field->setAccessibleName(knobName(knob.id));
    for (const QString &value : knob.values)
        field->addItem(knobValueName(knob, value), value);
    field->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    field->setMaximumWidth(190);
    if (knob.free) {
        field->setEditable(true);
        field->setInsertPolicy(QComboBox::NoInsert);
        field->setMinimumWidth(140);
        field->lineEdit()->setMaxLength(MostFreeText);
        connect(field->lineEdit(), &QLineEdit::editingFinished, this, [this, field, id = knob.id] { m_book.setKnob(m_id, id, field->currentText()); });
    }
    connect(field, &QComboBox::activated, this, [this, field, id = knob.id](int index) { m_book.setKnob(m_id, id, field->itemData(index).toString()); });
    m_fields.insert(knob.id, field);
    return field;
}

void KnobsPanel::showKnobs()
{
    const ExperimentBook::Page &page = *m_book.page(m_id);
    for (const auto &[knob, field] : m_fields.asKeyValueRange()) {
        const QString value = page.knobs.value(knob);
        if (const int index = field->findData(value); index >= 0)
            field->setCurrentIndex(index);
        if (field->isEditable())
            field->setEditText(value);
    }
    const bool asRun = !page.runs.isEmpty() && page.runs.constLast().knobs == page.knobs;
    m_predict->setVisible(!asRun);
    m_run->setVisible(true);
    // No hole where the other button would be.
    m_buttons->removeWidget(m_run);
    m_buttons->addWidget(m_run, 0, asRun ? 0 : 1, 1, asRun ? 2 : 1);
    m_run->setEnabled(!m_book.answer(m_id).isEmpty());
    m_reset->setVisible(page.knobs != ExperimentBook::standardKnobs(*page.experiment));
    m_compare->setVisible(page.runs.size() > 1);
}

void KnobsPanel::setRunning(bool running)
{
    for (QComboBox *field : std::as_const(m_fields))
        field->setEnabled(!running);
    m_reset->setEnabled(!running);
    m_predict->setEnabled(!running);
    m_run->setEnabled(!running && !m_book.answer(m_id).isEmpty());
}

} // namespace transom::ui
