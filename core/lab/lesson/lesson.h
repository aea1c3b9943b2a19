#pragma once

#include "core/base/error.h"

#include <QHash>
#include <QList>
#include <QStringList>

namespace transom::lab {

/// The words of one experiment in one language, read from resources/lessons. A lesson is Markdown cut into parts by lines that a reader of Markdown
/// does not show, `<!-- predict -->`. It says nothing of what is right: what was predicted is compared with what the run measured.
struct Lesson
{
    struct Option
    {
        QString id;   ///< an outcome of the experiment
        QString text; ///< Markdown
    };

    QString id;
    QString title;
    QString about;
    QString question;
    QList<Option> options;
    QString see;
    QString explain;                    ///< with `{name}` where a measured value goes
    QHash<QString, QString> explainFor; ///< by outcome: what is added
    QHash<QString, QString> vary;       ///< by knob
    QString script;                     ///< words and one Python program, with `{host}` and `{port}`

    /// Errors: BadArgument, with the line and what is wrong with it.
    static Result<Lesson> parse(const QString &id, const QString &markdown);

    using Values = QHash<QString, QString>;
    /// What is said after a run.
    QString explanation(const QString &outcome, const Values &measured) const;
    /// The Python program alone; empty if the lesson has none.
    QString program(const Values &values) const;
    QString optionText(const QString &option) const;
    /// The names in `{…}` of the explanation, each once.
    QStringList measuredNames() const;
};

/// `text` with each `{name}` that `values` knows replaced. Others stay as they are: a program has braces of its own.
QString filledIn(const QString &text, const Lesson::Values &values);

} // namespace transom::lab
