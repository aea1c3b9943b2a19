#include "ui/lab/check/check_settings.h"

#include "ui/theme/theme.h"
#include "ui/widgets/widgets.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>

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
{
    m_folder.label->setText(tr("Folder"));
    m_folder.line->setAccessibleName(m_folder.label->text());
    m_folder.line->setPlaceholderText(tr("Where uploads are stored, if not where it starts"));
    m_model.label->setText(tr("It serves"));
    m_model.box->setAccessibleName(m_model.label->text());
    m_model.box->addItem(tr("one client at a time"), static_cast<int>(Model::OneAtATime));
    m_model.box->addItem(tr("several at once"), static_cast<int>(Model::Loop));
    m_model.box->setToolTip(plainToolTip(tr("What your program promises to a second client while the first keeps it waiting: threads, processes and event loops serve several at once.")));
    for (const auto &[id, form] : {std::pair{"text", left}, std::pair{"key", left}, std::pair{"nick", left}, std::pair{"name", right}, std::pair{"encoding", right}})
        m_fields.append(make(QLatin1String(id), form, qstrcmp(id, "encoding") == 0));
    for (const Field &field : std::as_const(m_fields)) {
        if (field.box)
            field.box->addItems({u"UTF-8"_s, u"GBK"_s});
    }
}

CheckSettings::Field CheckSettings::make(const QString &id, QFormLayout *form, bool choice)
{
    Field field{id, form, makeLabel({}, theme::Type::Body, theme::Role::TextMuted), nullptr, nullptr};
    field.label->setWordWrap(false);
    field.label->setTextInteractionFlags(Qt::NoTextInteraction);
    if (choice) {
        field.box = new QComboBox;
    } else {
        field.line = new QLineEdit;
        field.line->setMaxLength(4096);
    }
    field.widget()->setObjectName(u"check-"_s + id);
    field.label->setBuddy(field.widget());
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
}

void CheckSettings::show(const lab::Dialect &dialect, Role role)
{
    keep();
    m_dialect = &dialect;
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
    // Only one trial asks how a server serves.
    const auto &all = lab::trials();
    m_modelMatters = std::any_of(all.begin(), all.end(), [&](const lab::TrialInfo &trial) { return trial.kind == lab::TrialInfo::Kind::Waiting && trial.fits(dialect, role); });
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
}

} // namespace transom::ui
