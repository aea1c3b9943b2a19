#include "ui/wire/framing_menu.h"

#include "core/base/text.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QInputDialog>

namespace transom::ui {

using inspect::Framing;
using inspect::Framings;
using Kind = Framing::Kind;

namespace {

Framing ofKind(Kind kind)
{
    Framing framing;
    framing.kind = kind;
    return framing;
}

Framing delimited(const QByteArray &delimiter)
{
    Framing framing = ofKind(Kind::Delimiter);
    framing.delimiter = delimiter;
    return framing;
}

QString endName(const Framing &framing)
{
    return framing.littleEndian ? QCoreApplication::translate("Wire", "little end first") : QCoreApplication::translate("Wire", "big end first");
}

} // namespace

QString framingName(const Framing &framing)
{
    switch (framing.kind) {
    case Kind::None:
        return QCoreApplication::translate("Wire", "None: bytes as they came");
    case Kind::Transom:
        return QCoreApplication::translate("Wire", "Transom's own");
    case Kind::LengthPrefix: {
        const QString name = QCoreApplication::translate("Wire", "%1-byte length, %2").arg(framing.width).arg(endName(framing));
        return framing.includesPrefix ? QCoreApplication::translate("Wire", "%1, itself counted").arg(name) : name;
    }
    case Kind::AsciiLength:
        return QCoreApplication::translate("Wire", "Length in digits, then an acknowledgement");
    case Kind::ReadyLength:
        return QCoreApplication::translate("Wire", "%1, then an acknowledgement").arg(QStringLiteral("Ready|n"));
    case Kind::JsonHeader:
        return QCoreApplication::translate("Wire", "%1-byte length, %2, of a JSON header").arg(framing.width).arg(endName(framing));
    case Kind::Delimiter:
        return framing.delimiter == "\n" ? QCoreApplication::translate("Wire", "Lines (\\n)") : framing.delimiter == "\r\n" ? QCoreApplication::translate("Wire", "Lines (\\r\\n)") : QCoreApplication::translate("Wire", "Delimiter %1").arg(QLatin1String(framing.delimiter.toHex(' ')));
    case Kind::Fixed:
        return QCoreApplication::translate("Wire", "Always %1 bytes").arg(framing.size);
    }
    return {};
}

QString framingName(const Framings &framings)
{
    const QString client = framingName(framings.fromClient);
    return framings.fromClient == framings.fromServer ? client : client + QStringLiteral(" / ") + framingName(framings.fromServer);
}

std::optional<QByteArray> bytesFromEscapes(const QString &text)
{
    QByteArray bytes;
    const QByteArray utf8 = text.toUtf8();
    for (qsizetype i = 0; i < utf8.size(); ++i) {
        if (utf8[i] != '\\') {
            bytes += utf8[i];
            continue;
        }
        const char next = i + 1 < utf8.size() ? utf8[++i] : '\0';
        bool ok = true;
        if (next == 'n')
            bytes += '\n';
        else if (next == 'r')
            bytes += '\r';
        else if (next == 't')
            bytes += '\t';
        else if (next == '0')
            bytes += '\0';
        else if (next == '\\')
            bytes += '\\';
        else if (next == 'x' && i + 2 < utf8.size()) {
            bytes += static_cast<char>(utf8.mid(i + 1, 2).toInt(&ok, 16));
            i += 2;
        } else
            ok = false;
        if (!ok)
            return {};
    }
    return bytes.isEmpty() || bytes.size() > 64 ? std::nullopt : std::optional(bytes);
}

FramingMenu::FramingMenu(QWidget *parent)
    : QMenu(parent)
{
    QAction *guess = addAction(tr("Guess"), this, [this] { Q_EMIT chosen(std::nullopt); });
    guess->setObjectName(QStringLiteral("framing-guess"));
    addSeparator();
    add(this, ofKind(Kind::Transom));
    QMenu *lengths = addMenu(tr("A length before each message"));
    for (const int width : {4, 2, 8}) {
        for (const bool little : {false, true}) {
            for (const bool itself : {false, true}) {
                Framing framing = ofKind(Kind::LengthPrefix);
                framing.width = width;
                framing.littleEndian = little;
                framing.includesPrefix = itself;
                add(lengths, framing);
            }
        }
    }
    add(this, ofKind(Kind::AsciiLength));
    add(this, ofKind(Kind::ReadyLength));
    QMenu *json = addMenu(tr("The length of a JSON header"));
    for (const int width : {4, 2, 8}) {
        for (const bool little : {true, false}) {
            Framing framing = ofKind(Kind::JsonHeader);
            framing.width = width;
            framing.littleEndian = little;
            add(json, framing);
        }
    }
    QMenu *ends = addMenu(tr("A delimiter after each message"));
    add(ends, delimited("\n"));
    add(ends, delimited("\r\n"));
    ends->addAction(tr("Another …"), this, &FramingMenu::askDelimiter);
    addAction(tr("Always the same size …"), this, &FramingMenu::askSize);
    add(this, ofKind(Kind::None));
    addSeparator();
    auto *sides = new QActionGroup(this);
    const QStringList names{tr("For both directions"), tr("Only to the server"), tr("Only to the client")};
    for (int i = 0; i < names.size(); ++i) {
        QAction *side = addAction(names[i], this, [this, i] { m_sides = i; });
        side->setCheckable(true);
        side->setChecked(i == 0);
        sides->addAction(side);
    }
}

void FramingMenu::add(QMenu *menu, const Framing &framing)
{
    QAction *action = menu->addAction(framingName(framing) + u'\t' + framing.text(), this, [this, framing] { choose(framing); });
    action->setObjectName(QStringLiteral("framing-") + framing.text());
}

void FramingMenu::choose(const Framing &framing)
{
    Framings framings = m_current;
    if (m_sides != 2)
        framings.fromClient = framing;
    if (m_sides != 1)
        framings.fromServer = framing;
    Q_EMIT chosen(framings);
}

void FramingMenu::askDelimiter()
{
    bool ok = false;
    const QString text = QInputDialog::getText(parentWidget(), tr("Delimiter"), tr("The bytes that end a message. \\n, \\r, \\t, \\0 and \\xHH are understood:"), QLineEdit::Normal, QStringLiteral("\\x00"), &ok);
    if (const auto bytes = bytesFromEscapes(text); ok && bytes)
        choose(delimited(*bytes));
}

void FramingMenu::askSize()
{
    bool ok = false;
    const int size = QInputDialog::getInt(parentWidget(), tr("Size"), tr("Bytes of each message:"), 16, 1, 16 * 1024 * 1024, 1, &ok);
    if (!ok)
        return;
    Framing framing = ofKind(Kind::Fixed);
    framing.size = size;
    choose(framing);
}

} // namespace transom::ui
