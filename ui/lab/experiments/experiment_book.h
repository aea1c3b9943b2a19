#pragma once

#include "core/lab/experiment/experiment.h"
#include "core/lab/lesson/lesson.h"

#include <QHash>
#include <QObject>
#include <QSettings>

namespace transom::ui {

using KnobSettings = QMap<QString, QString>;

/// What was predicted and what a run with these knobs showed.
struct RunEntry
{
    KnobSettings knobs;
    QString predicted; ///< an option's id, or Unsure
    lab::ExperimentResult result;
    qint64 wallMs = 0;
};

/// The learner's notebook: the lessons in the user's language, how the knobs stand, what was answered and what came of it. Kept over restarts. GUI thread.
class ExperimentBook : public QObject
{
    Q_OBJECT

public:
    static const QString Unsure; ///< "I don't know yet"
    static constexpr qsizetype MostRuns = 50;

    /// Kept in a file of that folder; empty: in memory only.
    explicit ExperimentBook(const QString &stateFolder, QObject *parent = nullptr);

    struct Page
    {
        const lab::Experiment *experiment = nullptr;
        lab::Lesson lesson;
        KnobSettings knobs;
        QHash<QString, QString> answers; ///< by the knobs as text
        QList<RunEntry> runs;            ///< oldest first
    };
    const QList<Page> &pages() const { return m_pages; }
    const Page *page(const QString &id) const;
    bool isDone(const QString &id) const;
    /// Where one was; empty: nowhere yet.
    QString opened() const;
    void setOpened(const QString &id);

    static KnobSettings standardKnobs(const lab::Experiment &experiment);
    /// The answer there is for the knobs as they stand; empty: none.
    QString answer(const QString &id) const;
    void setAnswer(const QString &id, const QString &option);
    /// What was answered last goes along: another value, the same question. A value that the knob does not have is ignored.
    void setKnob(const QString &id, const QString &knob, const QString &value);
    void resetKnobs(const QString &id);
    void addRun(const QString &id, const lab::ExperimentResult &result);

Q_SIGNALS:
    void changed(const QString &id);

private:
    Page *find(const QString &id);
    void load(Page &page);
    void save(const Page &page);
    void turn(Page &page, const KnobSettings &knobs);

    std::unique_ptr<QSettings> m_settings;
    QList<Page> m_pages;
};

/// Settings as one text: "nodelay=on recv_size=4". What answers are told apart by.
QString knobsKey(const KnobSettings &knobs);

} // namespace transom::ui
