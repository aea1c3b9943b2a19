#pragma once

#include <QApplication>
#include <QDialogButtonBox>
#include <QElapsedTimer>
#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QTimer>

#include <functional>

namespace transom::test {

/// Types a path into the file dialog that `press` brings up, and accepts it. Whether it came to that.
inline bool answerFileDialog(const QString &path, const std::function<void()> &press)
{
    constexpr qint64 PatienceMs = 20'000;
    bool typed = false;
    QElapsedTimer since;
    since.start();
    QTimer hands;
    QObject::connect(&hands, &QTimer::timeout, &hands, [&] {
        auto *modal = qobject_cast<QDialog *>(QApplication::activeModalWidget());
        // Nobody else would end it.
        if (modal && since.elapsed() > PatienceMs)
            return modal->reject();
        auto *dialog = qobject_cast<QFileDialog *>(modal);
        auto *line = dialog ? dialog->findChild<QLineEdit *>(QStringLiteral("fileNameEdit")) : nullptr;
        if (!line || typed)
            return;
        // Without the focus the dialog puts what it completes in the place of what was typed.
        if (!line->hasFocus())
            return line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, path);
        typed = line->text() == path;
        const auto *buttons = dialog->findChild<QDialogButtonBox *>();
        auto *accept = buttons->button(dialog->acceptMode() == QFileDialog::AcceptSave ? QDialogButtonBox::Save : QDialogButtonBox::Open);
        if (typed && accept)
            QTest::mouseClick(accept, Qt::LeftButton);
    });
    hands.start(20);
    press();
    return typed;
}

} // namespace transom::test
