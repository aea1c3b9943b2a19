#pragma once

#include "core/lab/check/program_check.h"

namespace transom::lab {

/// One student's program in a class's folder: FOLDER/NAME.py, or the likeliest file in FOLDER/NAME.
struct Student
{
    QString name;
    QString program; ///< empty: none was found
};

/// In the order of their names. Error: NotFound.
Result<QList<Student>> findStudents(const QString &folder, Role role);
/// `options` with that student's program in the place of {program}; without any words: Python runs it, and tells it the port if it looks at its command line.
CheckOptions optionsFor(CheckOptions options, const Student &student);

struct ClassTable
{
    struct Row
    {
        QString name;
        QList<TrialResult> results; ///< none: there was nothing to try
    };
    QList<Row> rows;

    bool allPassed() const;
    /// RFC 4180; a cell is "passed", "failed" or "not tried".
    QString toCsv(const QList<const TrialInfo *> &columns) const;
    /// The same in pieces, for whoever writes each row when it is known.
    static QString csvHeader(const QList<const TrialInfo *> &columns);
    static QString csvRow(const Row &row, const QList<const TrialInfo *> &columns);
};

/// "alice  12 of 14 passed; failed: reset, split"
QString classLine(const ClassTable::Row &row);

} // namespace transom::lab
