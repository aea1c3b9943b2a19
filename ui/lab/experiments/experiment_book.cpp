#include "ui/lab/experiments/experiment_book.h"

#include "core/base/clock.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace transom::ui {

using lab::Experiment;
using lab::Measured;

namespace {

const QString OpenedKey = u"window/opened"_s; ///< no experiment has such an id

lab::Lesson readLesson(const QString &id)
{
    QStringList folders{u"en"_s};
    if (QLocale().language() == QLocale::Chinese)
        folders.prepend(u"zh_CN"_s);
    for (const QString &folder : std::as_const(folders)) {
        QFile file(u":/lessons/%1/%2.md"_s.arg(folder, id));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        if (auto lesson = lab::Lesson::parse(id, QString::fromUtf8(file.readAll())))
            return *lesson;
    }
    return {};
}

QJsonObject toJson(const KnobSettings &knobs)
{
    QJsonObject object;
    for (const auto &[knob, value] : knobs.asKeyValueRange())
        object.insert(knob, value);
    return object;
}

QJsonObject toJson(const RunEntry &entry)
{
    QJsonObject measured;
    for (const auto &[name, one] : entry.result.measured.asKeyValueRange())
        measured.insert(name, QJsonArray{static_cast<int>(one.unit), QJsonValue::fromVariant(one.value)});
    return {{u"knobs"_s, toJson(entry.knobs)}, {u"predicted"_s, entry.predicted}, {u"outcome"_s, entry.result.outcome}, {u"measured"_s, measured}, {u"at"_s, entry.wallMs}};
}

/// What was stored by another version may name knobs and values that are no more: they are left out.
KnobSettings knobsFrom(const QJsonObject &object, const Experiment &experiment)
{
    KnobSettings knobs = ExperimentBook::standardKnobs(experiment);
    for (const lab::Knob &knob : experiment.knobs) {
        const QString value = object.value(knob.id).toString();
        if (!value.isEmpty() && (knob.free || knob.values.contains(value)))
            knobs.insert(knob.id, value);
    }
    return knobs;
}

RunEntry entryFrom(const QJsonObject &object, const Experiment &experiment)
{
    RunEntry entry;
    entry.knobs = knobsFrom(object.value(u"knobs"_s).toObject(), experiment);
    entry.predicted = object.value(u"predicted"_s).toString();
    entry.result.outcome = object.value(u"outcome"_s).toString();
    entry.wallMs = static_cast<qint64>(object.value(u"at"_s).toDouble());
    const QJsonObject measured = object.value(u"measured"_s).toObject();
    for (auto one = measured.begin(); one != measured.end(); ++one) {
        const QJsonArray pair = one.value().toArray();
        const int unit = std::clamp(pair.at(0).toInt(), 0, static_cast<int>(Measured::Unit::Text));
        entry.result.measured.insert(one.key(), Measured{pair.at(1).toVariant(), static_cast<Measured::Unit>(unit)});
    }
    return entry;
}

} // namespace

const QString ExperimentBook::Unsure = u"?"_s;

QString knobsKey(const KnobSettings &knobs)
{
    QStringList words;
    for (const auto &[knob, value] : knobs.asKeyValueRange())
        words.append(knob + u'=' + value);
    return words.join(u' ');
}

ExperimentBook::ExperimentBook(const QString &stateFolder, QObject *parent)
    : QObject(parent)
{
    if (!stateFolder.isEmpty())
        m_settings = std::make_unique<QSettings>(stateFolder + u"/experiments.ini"_s, QSettings::IniFormat);
    for (const Experiment &experiment : lab::experiments()) {
        Page page{&experiment, readLesson(experiment.id), standardKnobs(experiment), {}, {}};
        // One without words would be a riddle.
        if (page.lesson.title.isEmpty())
            continue;
        load(page);
        m_pages.append(std::move(page));
    }
}

KnobSettings ExperimentBook::standardKnobs(const Experiment &experiment)
{
    KnobSettings knobs;
    for (const lab::Knob &knob : experiment.knobs)
        knobs.insert(knob.id, knob.values.value(0));
    return knobs;
}

const ExperimentBook::Page *ExperimentBook::page(const QString &id) const
{
    const auto found = std::find_if(m_pages.begin(), m_pages.end(), [&](const Page &page) { return page.experiment->id == id; });
    return found == m_pages.end() ? nullptr : &*found;
}

ExperimentBook::Page *ExperimentBook::find(const QString &id)
{
    const auto found = std::find_if(m_pages.begin(), m_pages.end(), [&](const Page &page) { return page.experiment->id == id; });
    return found == m_pages.end() ? nullptr : &*found;
}

bool ExperimentBook::isDone(const QString &id) const
{
    const Page *page = this->page(id);
    return page && !page->runs.isEmpty();
}

QString ExperimentBook::opened() const
{
    return m_settings ? m_settings->value(OpenedKey).toString() : QString();
}

void ExperimentBook::setOpened(const QString &id)
{
    if (m_settings)
        m_settings->setValue(OpenedKey, id);
}

QString ExperimentBook::answer(const QString &id) const
{
    const Page *page = this->page(id);
    return page ? page->answers.value(knobsKey(page->knobs)) : QString();
}

void ExperimentBook::setAnswer(const QString &id, const QString &option)
{
    Page *page = find(id);
    if (!page || page->answers.value(knobsKey(page->knobs)) == option)
        return;
    if (option.isEmpty())
        page->answers.remove(knobsKey(page->knobs));
    else
        page->answers.insert(knobsKey(page->knobs), option);
    save(*page);
    Q_EMIT changed(id);
}

void ExperimentBook::turn(Page &page, const KnobSettings &knobs)
{
    if (page.knobs == knobs)
        return;
    const QString before = page.answers.value(knobsKey(page.knobs));
    page.knobs = knobs;
    if (!before.isEmpty() && !page.answers.contains(knobsKey(knobs)))
        page.answers.insert(knobsKey(knobs), before);
    save(page);
    Q_EMIT changed(page.experiment->id);
}

void ExperimentBook::setKnob(const QString &id, const QString &knob, const QString &value)
{
    Page *page = find(id);
    const lab::Knob *known = page ? page->experiment->knob(knob) : nullptr;
    if (!known || value.isEmpty() || !(known->free || known->values.contains(value)))
        return;
    KnobSettings knobs = page->knobs;
    knobs.insert(knob, value);
    turn(*page, knobs);
}

void ExperimentBook::resetKnobs(const QString &id)
{
    if (Page *page = find(id))
        turn(*page, standardKnobs(*page->experiment));
}

void ExperimentBook::addRun(const QString &id, const lab::ExperimentResult &result)
{
    Page *page = find(id);
    if (!page)
        return;
    RunEntry entry;
    entry.knobs = page->knobs;
    entry.predicted = answer(id);
    entry.result.outcome = result.outcome;
    entry.result.measured = result.measured;
    entry.wallMs = wallClockMs();
    page->runs.append(std::move(entry));
    if (page->runs.size() > MostRuns)
        page->runs.remove(0, page->runs.size() - MostRuns);
    save(*page);
    Q_EMIT changed(id);
}

void ExperimentBook::load(Page &page)
{
    if (!m_settings)
        return;
    const QJsonObject object = QJsonDocument::fromJson(m_settings->value(page.experiment->id).toString().toUtf8()).object();
    if (object.isEmpty())
        return;
    page.knobs = knobsFrom(object.value(u"knobs"_s).toObject(), *page.experiment);
    const QJsonObject answers = object.value(u"answers"_s).toObject();
    for (auto one = answers.begin(); one != answers.end(); ++one)
        page.answers.insert(one.key(), one.value().toString());
    const QJsonArray runs = object.value(u"runs"_s).toArray();
    for (const QJsonValue &run : runs)
        page.runs.append(entryFrom(run.toObject(), *page.experiment));
}

void ExperimentBook::save(const Page &page)
{
    if (!m_settings)
        return;
    QJsonObject answers;
    for (const auto &[key, option] : page.answers.asKeyValueRange())
        answers.insert(key, option);
    QJsonArray runs;
    for (const RunEntry &run : page.runs)
        runs.append(toJson(run));
    const QJsonObject object{{u"knobs"_s, toJson(page.knobs)}, {u"answers"_s, answers}, {u"runs"_s, runs}};
    m_settings->setValue(page.experiment->id, QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)));
}

} // namespace transom::ui
