#include "ui/lab/check/check_settings.h"

#include "ui/theme/theme.h"
#include "ui/widgets/widgets.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>

using namespace Qt::StringLiterals;

namespace transom::ui {

using lab::Role;
using Model = lab::Serving::Model;

QWidget *CheckSettings::Field::widget() const
{
    return line ? static_cast<QWidget *>(line) : box;
}

QString CheckSettings::Field::value() const
{
    return line ? line->text() : box->currentText();
}

void CheckSettings::Field::setValue(const QString &value) const
{
    if (line)
        line->setText(value);
    else
        box->setCurrentText(value);
}

void CheckSettings::Field::setShown(bool shown) const
{
    form->setRowVisible(widget(), shown);
}

CheckSettings::CheckSettings(QFormLayout *left, QFormLayout *right, QObject *parent)
    : QObject(parent)
    , m_model(make(u"model"_s, left, true))
    , m_folder(make(u"folder"_s, right, false))
    , m_left(left)
    , m_right(right)
{
    m_folder.label->setText(tr("Folder"));
    m_folder.line->setAccessibleName(m_folder.label->text());
    m_folder.line->setPlaceholderText(tr("Where uploads are stored, if not where it starts"));
    m_model.label->setText(tr("It serves"));
    m_model.box->setAccessibleName(m_model.label->text());
    m_model.box->addItem(tr("one client at a time"), static_cast<int>(Model::OneAtATime));
    m_model.box->addItem(tr("several at once"), static_cast<int>(Model::Loop));
    m_model.box->setToolTip(plainToolTip(tr("What your program promises to a second client while the first keeps it waiting: threads, processes and event loops serve several at once.")));
    makeStopAfter(left);
    for (const auto &[id, form] : {std::pair{"text", left}, std::pair{"key", left}, std::pair{"nick", left}, std::pair{"name", right}, std::pair{"encoding", right}})
        m_fields.append(make(QLatin1String(id), form, qstrcmp(id, "encoding") == 0));
    for (const Field &field : std::as_const(m_fields)) {
        if (field.box)
            field.box->addItems({u"UTF-8"_s, u"GBK"_s});
    }
    makeTyped(right);
}

QLabel *CheckSettings::makeLabelFor(QWidget *widget, const QString &id) const
{
    auto *label = makeLabel({}, theme::Type::Body, theme::Role::TextMuted);
    label->setWordWrap(false);
    label->setTextInteractionFlags(Qt::NoTextInteraction);
    label->setBuddy(widget);
    widget->setObjectName(u"check-"_s + id);
    return label;
}

void CheckSettings::makeStopAfter(QFormLayout *form)
{
    m_stopAfter = new QSpinBox;
    m_stopAfter->setRange(0, 1000);
    m_stopAfter->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_stopAfter->setSpecialValueText(tr("never"));
    m_stopAfter->setSuffix(u' ' + tr("connections"));
    m_stopAfter->setToolTip(plainToolTip(tr("After so many connections your program stops listening, as it is meant to: no more than these come in a crowd.")));
    QLabel *label = makeLabelFor(m_stopAfter, u"stop-after"_s);
    label->setText(tr("It stops after"));
    m_stopAfter->setAccessibleName(label->text());
    form->addRow(label, m_stopAfter);
}

void CheckSettings::makeTyped(QFormLayout *form)
{
    m_typed = new QPlainTextEdit;
    m_typed->setTabChangesFocus(true);
    m_typed->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_typed->setPlaceholderText(tr("One line below the other, {file} is the file to send; empty: the usual ones"));
    m_typed->setToolTip(plainToolTip(tr("What is typed into your program, if it asks for something else than a message, a command or the path of a file")));
    m_typed->document()->setMaximumBlockCount(1000);
    // Two lines, and what the theme leaves free around them.
    m_typed->setFixedHeight(2 * m_typed->fontMetrics().lineSpacing() + 2 * (static_cast<int>(m_typed->document()->documentMargin()) + theme::Gap2));
    QLabel *label = makeLabelFor(m_typed, u"typed"_s);
    label->setText(tr("Typed into it"));
    m_typed->setAccessibleName(label->text());
    form->addRow(label, m_typed);
}

CheckSettings::Field CheckSettings::make(const QString &id, QFormLayout *form, bool choice)
{
    Field field{id, form, nullptr, nullptr, nullptr};
    if (choice) {
        field.box = new QComboBox;
    } else {
        field.line = new QLineEdit;
        field.line->setMaxLength(4096);
    }
    field.label = makeLabelFor(field.widget(), id);
    form->addRow(field.label, field.widget());
    return field;
}

const lab::ParameterUse *CheckSettings::useOf(const QString &id) const
{
    for (const lab::ParameterUse &use : m_dialect->parameters) {
        // Trials know both ends of a dialect by what its server says.
        if (use.isFor(Role::Server) && id == QLatin1String(use.id))
            return &use;
    }
    return nullptr;
}

bool CheckSettings::stores() const
{
    return (lab::traitsOf(*m_dialect).flags & lab::DialectTraits::Stores) != 0;
}

QString CheckSettings::key(QLatin1String id) const
{
    return m_dialect->name() + u'/' + (m_role == Role::Server ? "server/"_L1 : "client/"_L1) + id;
}

QStringList CheckSettings::typedLines() const
{
    QString text = m_typed->toPlainText();
    while (text.endsWith(u'\n'))
        text.chop(1); // a key pressed once too often, not a line
    return text.isEmpty() ? QStringList() : text.split(u'\n');
}

void CheckSettings::keep()
{
    if (!m_dialect)
        return;
    for (const Field &field : std::as_const(m_fields)) {
        if (useOf(field.id))
            m_kept.insert(m_dialect->name() + u'/' + field.id, field.value());
    }
    if (m_modelMatters)
        m_kept.insert(m_dialect->name() + "/model"_L1, m_model.box->currentData().toString());
    if (m_stopMatters)
        m_kept.insert(key("stop-after"_L1), QString::number(m_stopAfter->value()));
    if (m_readsLines)
        m_kept.insert(key("typed"_L1), m_typed->toPlainText());
}

void CheckSettings::show(const lab::Dialect &dialect, Role role, bool started)
{
    keep();
    m_dialect = &dialect;
    m_role = role;
    m_started = started;
    for (const Field &field : std::as_const(m_fields)) {
        const lab::ParameterUse *use = useOf(field.id);
        field.setShown(use != nullptr);
        if (!use)
            continue;
        field.label->setText(use->titleText());
        field.widget()->setAccessibleName(use->titleText());
        field.widget()->setToolTip(plainToolTip(use->info().hintText()));
        field.setValue(m_kept.value(dialect.name() + u'/' + field.id, QString::fromUtf8(use->standard)));
    }
    const auto tries = [&](lab::TrialInfo::Kind kind) {
        const auto &all = lab::trials();
        return std::any_of(all.begin(), all.end(), [&](const lab::TrialInfo &trial) { return trial.kind == kind && trial.fits(dialect, role); });
    };
    // Only one trial asks how a server serves, and one how many.
    m_modelMatters = tries(lab::TrialInfo::Kind::Waiting);
    m_stopMatters = tries(lab::TrialInfo::Kind::Crowd) && !dialect.datagram;
    m_left->setRowVisible(m_stopAfter, m_stopMatters);
    m_stopAfter->setValue(m_kept.value(key("stop-after"_L1)).toInt());
    m_readsLines = role == Role::Client || (lab::traitsOf(dialect).flags & lab::DialectTraits::Typed) != 0;
    m_right->setRowVisible(m_typed, m_readsLines && started);
    m_typed->setPlainText(m_kept.value(key("typed"_L1)));
    m_model.setShown(m_modelMatters);
    m_folder.setShown(stores());
    const Model standard = dialect.model == Model::Loop ? Model::Loop : Model::OneAtATime;
    const int index = m_model.box->findData(m_kept.value(dialect.name() + "/model"_L1, QString::number(static_cast<int>(standard))).toInt());
    m_model.box->setCurrentIndex(std::max(0, index));
}

void CheckSettings::setEnabled(bool enabled)
{
    for (const Field &field : std::as_const(m_fields))
        field.widget()->setEnabled(enabled);
    m_model.box->setEnabled(enabled);
    m_folder.line->setEnabled(enabled);
    m_stopAfter->setEnabled(enabled);
    m_typed->setEnabled(enabled);
}

void CheckSettings::read(lab::CheckOptions &options) const
{
    for (const Field &field : m_fields) {
        if (useOf(field.id))
            options.parameters.insert(field.id, field.value());
    }
    if (stores())
        options.directory = m_folder.line->text().trimmed();
    options.model = static_cast<Model>(m_model.box->currentData().toInt());
    if (m_stopMatters)
        options.connections = m_stopAfter->value();
    if (m_readsLines && m_started)
        options.typed = typedLines();
}

} // namespace transom::ui
