#include "ui/lab/workbench/call_panel.h"

#include "core/base/strand.h"
#include "ui/widgets/widgets.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QGridLayout>
#include <QLineEdit>
#include <QSpinBox>
#include <QThreadPool>

using namespace Qt::StringLiterals;

namespace transom::ui {

using namespace theme;
using lab::BenchCall;
using lab::BenchInput;
using lab::BenchOptionInfo;

namespace {

using Kind = BenchCall::Kind;

/// In the order of a socket's life, a row for each of its parts.
const QList<QList<Kind>> &rows()
{
    static const QList<QList<Kind>> all{
            {Kind::Bind, Kind::Listen, Kind::Accept, Kind::Connect, Kind::Shutdown, Kind::Close},
            {Kind::Send, Kind::SendAll, Kind::SendTo, Kind::Receive, Kind::ReceiveFrom, Kind::Poll},
            {Kind::SetOption, Kind::GetOption, Kind::SetBlocking, Kind::LocalName},
            {Kind::PeerName, Kind::Readable, Kind::Unsent},
    };
    return all;
}

bool hasAddress(Kind kind)
{
    return kind == Kind::Bind || kind == Kind::Connect || kind == Kind::SendTo;
}

bool hasData(Kind kind)
{
    return kind == Kind::Send || kind == Kind::SendAll || kind == Kind::SendTo;
}

} // namespace

CallPanel::CallPanel(lab::Workbench &bench)
    : m_bench(bench)
    , m_address(new QLineEdit)
    , m_number(new QSpinBox)
    , m_numberLabel(makeLabel({}, Type::Body, Role::TextMuted))
    , m_data(new QLineEdit(u"hello"_s))
    , m_input(new QComboBox)
    , m_encoding(new QComboBox)
    , m_browse(makeToolButton(u"folder"_s, tr("Choose a file")))
    , m_how(new QComboBox)
    , m_option(new QComboBox)
    , m_on(new QCheckBox)
    , m_preview(makeLabel({}, Type::Fixed))
    , m_why(makeLabel({}, Type::Caption, Role::Warn))
    , m_run(makeButton(tr("Call"), u"play"_s, true))
{
    setObjectName(u"bench-calls"_s);
    m_preview->setObjectName(u"bench-preview"_s);
    m_preview->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_preview->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_why->setObjectName(u"bench-why"_s);
    m_run->setObjectName(u"bench-run"_s);
    QSizePolicy kept = m_why->sizePolicy(); // the log does not jump
    kept.setRetainSizeWhenHidden(true);
    m_why->setSizePolicy(kept);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Gap2);
    column->addWidget(makeButtons());
    column->addWidget(makeArguments());
    auto *bottom = new QHBoxLayout;
    bottom->setSpacing(Gap2);
    auto *lines = new QVBoxLayout;
    lines->setSpacing(2);
    lines->addWidget(m_preview);
    lines->addWidget(m_why);
    bottom->addLayout(lines, 1);
    bottom->addWidget(m_run);
    column->addLayout(bottom);
    connect(m_run, &QPushButton::clicked, this, &CallPanel::run);
    choose(Kind::Bind);
}

QWidget *CallPanel::makeButtons()
{
    auto *all = new QWidget;
    auto *column = new QVBoxLayout(all);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Gap1);
    auto *group = new QButtonGroup(this);
    for (const QList<Kind> &kinds : rows()) {
        auto *row = new QHBoxLayout;
        row->setSpacing(Gap1);
        for (const Kind kind : kinds) {
            auto *button = new QToolButton;
            button->setText(lab::benchCallName(kind));
            button->setObjectName(u"bench-call-"_s + lab::benchCallName(kind));
            button->setCheckable(true);
            button->setAutoRaise(true);
            button->setFont(theme::font(Type::Fixed));
            button->setMinimumHeight(28);
            group->addButton(button);
            row->addWidget(button);
            m_buttons.insert(static_cast<int>(kind), button);
            connect(button, &QToolButton::clicked, this, [this, kind] { choose(kind); });
        }
        row->addStretch();
        column->addLayout(row);
    }
    return all;
}

QWidget *CallPanel::makeArguments()
{
    auto *all = new QWidget;
    auto *row = new QHBoxLayout(all);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Gap2);
    m_input->addItem(tr("Text"), int(BenchInput::Text));
    m_input->addItem(tr("Hex"), int(BenchInput::Hex));
    m_input->addItem(tr("File"), int(BenchInput::File));
    m_input->addItem(tr("Many bytes"), int(BenchInput::Letter));
    m_encoding->addItem(u"UTF-8"_s, int(lab::Encoding::Utf8));
    m_encoding->addItem(u"GBK"_s, int(lab::Encoding::Gbk));
    for (const QString &each : {u"SHUT_RD"_s, u"SHUT_WR"_s, u"SHUT_RDWR"_s})
        m_how->addItem(each);
    m_how->setCurrentIndex(1);
    for (const BenchOptionInfo &info : lab::benchOptions())
        m_option->addItem(QLatin1StringView(info.name));
    m_number->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_number->setRange(-1, 16 * 1024 * 1024);
    for (const auto &[widget, name, text] : std::initializer_list<std::tuple<QWidget *, QString, QString>>{{m_address, u"bench-address"_s, tr("Address and port")},
                                                                                                         {m_data, u"bench-data"_s, tr("What is sent")},
                                                                                                         {m_number, u"bench-number"_s, tr("Number")},
                                                                                                         {m_input, u"bench-input"_s, tr("How it is written")},
                                                                                                         {m_encoding, u"bench-encoding"_s, tr("Encoding")},
                                                                                                         {m_how, u"bench-how"_s, tr("Which half")},
                                                                                                         {m_option, u"bench-option"_s, tr("Option")},
                                                                                                         {m_on, u"bench-on"_s, tr("On")}}) {
        widget->setObjectName(name);
        widget->setAccessibleName(text);
        widget->setMinimumHeight(ControlHeight);
    }
    m_address->setToolTip(tr("An address and a port, like 127.0.0.1:9000; of Unix sockets a path or @name."));
    m_data->setToolTip(tr("Text takes %1 as programs do.").arg("\\n, \\r, \\t, \\0, \\xNN, \\\\"_L1));
    row->addWidget(m_data, 3);
    row->addWidget(m_browse);
    row->addWidget(m_input);
    row->addWidget(m_encoding);
    row->addWidget(m_address, 2);
    row->addWidget(m_how);
    row->addWidget(m_option);
    row->addWidget(m_on);
    row->addWidget(m_numberLabel);
    row->addWidget(m_number);
    row->addStretch();
    all->setMinimumHeight(ControlHeight);
    connect(m_browse, &QToolButton::clicked, this, &CallPanel::chooseFile);
    connect(m_address, &QLineEdit::textChanged, this, &CallPanel::showPreview);
    connect(m_data, &QLineEdit::textChanged, this, &CallPanel::showPreview);
    connect(m_number, &QSpinBox::valueChanged, this, &CallPanel::showPreview);
    connect(m_input, &QComboBox::currentIndexChanged, this, [this] {
        const auto input = static_cast<BenchInput>(m_input->currentData().toInt());
        m_data->setText(input == BenchInput::Text ? u"hello"_s : input == BenchInput::Hex ? u"68 65 6c 6c 6f"_s : input == BenchInput::Letter ? u"100000"_s : QString());
        showArguments();
    });
    connect(m_encoding, &QComboBox::currentIndexChanged, this, &CallPanel::showPreview);
    connect(m_how, &QComboBox::currentIndexChanged, this, &CallPanel::showPreview);
    connect(m_option, &QComboBox::currentIndexChanged, this, &CallPanel::showArguments);
    connect(m_on, &QCheckBox::toggled, this, &CallPanel::showPreview);
    for (QLineEdit *each : {m_address, m_data})
        connect(each, &QLineEdit::returnPressed, this, &CallPanel::run);
    return all;
}

void CallPanel::setSocket(int socket)
{
    if (std::exchange(m_socket, socket) == socket)
        return;
    // What comes next in a socket's life.
    const lab::BenchSocket *mine = m_bench.socket(socket);
    if (mine)
        choose(mine->listening ? Kind::Accept : mine->connected ? (mine->inQueue.value_or(0) > 0 ? Kind::Receive : Kind::SendAll) : mine->isBound() ? (mine->datagram ? Kind::ReceiveFrom : Kind::Listen) : Kind::Bind);
    refresh();
}

void CallPanel::setLanguage(lab::BenchLanguage language)
{
    m_language = language;
    showPreview();
}

void CallPanel::refresh()
{
    const lab::BenchSocket *mine = m_bench.socket(m_socket);
    setEnabled(mine);
    if (!mine)
        return;
    for (auto it = m_buttons.cbegin(); it != m_buttons.cend(); ++it) {
        const QString why = lab::whyNot(*mine, static_cast<Kind>(it.key()));
        QPalette palette = it.value()->palette();
        palette.setColor(QPalette::ButtonText, color(why.isEmpty() ? Role::Text : Role::TextMuted));
        it.value()->setPalette(palette);
        QFont font = theme::font(Type::Fixed);
        font.setBold(why.isEmpty());
        it.value()->setFont(font);
        it.value()->setToolTip(why.isEmpty() ? QString() : plainToolTip(why + u' ' + tr("You can call it anyway.")));
    }
    showPreview();
}

void CallPanel::choose(Kind kind)
{
    m_kind = kind;
    m_buttons.value(static_cast<int>(kind))->setChecked(true);
    if (kind == Kind::Receive || kind == Kind::ReceiveFrom)
        m_number->setValue(1024);
    else if (kind == Kind::Listen)
        m_number->setValue(16);
    else if (kind == Kind::Poll)
        m_number->setValue(0);
    if (hasAddress(kind))
        proposeAddress();
    showArguments();
}

void CallPanel::proposeAddress()
{
    const lab::BenchSocket *mine = m_bench.socket(m_socket);
    if (!mine)
        return;
    QString proposed = mine->family == lab::BenchFamily::Unix ? u"@transom-%1"_s.arg(mine->name()) : mine->family == lab::BenchFamily::IPv6 ? u"[::1]:0"_s : u"127.0.0.1:0"_s;
    if (m_kind != Kind::Bind) {
        for (const lab::BenchSocket *each : m_bench.sockets()) {
            const bool fits = each->number != mine->number && each->isOpen() && each->family == mine->family && each->datagram == mine->datagram && (mine->datagram ? each->isBound() : each->listening);
            if (fits)
                proposed = each->local.text();
        }
    }
    m_address->setText(proposed);
}

void CallPanel::showArguments()
{
    const auto input = static_cast<BenchInput>(m_input->currentData().toInt());
    const BenchOptionInfo &info = lab::benchOptions()[static_cast<size_t>(std::max(0, m_option->currentIndex()))];
    const bool sets = m_kind == Kind::SetOption;
    const bool isSwitch = info.value == BenchOptionInfo::Value::Switch;
    m_address->setVisible(hasAddress(m_kind));
    m_data->setVisible(hasData(m_kind));
    m_input->setVisible(hasData(m_kind));
    m_encoding->setVisible(hasData(m_kind) && input == BenchInput::Text);
    m_browse->setVisible(hasData(m_kind) && input == BenchInput::File);
    m_how->setVisible(m_kind == Kind::Shutdown);
    m_option->setVisible(sets || m_kind == Kind::GetOption);
    m_on->setVisible((sets && (isSwitch || info.value == BenchOptionInfo::Value::Linger)) || m_kind == Kind::SetBlocking);
    m_on->setText(m_kind == Kind::SetBlocking ? tr("Calls wait") : tr("On"));
    const bool numbered = m_kind == Kind::Listen || m_kind == Kind::Receive || m_kind == Kind::ReceiveFrom || m_kind == Kind::Poll || (sets && !isSwitch);
    m_number->setVisible(numbered);
    m_numberLabel->setVisible(numbered);
    m_numberLabel->setText(m_kind == Kind::Listen ? tr("Backlog")
                           : m_kind == Kind::Poll ? tr("Milliseconds (-1: as long as it takes)")
                           : sets ? (info.value == BenchOptionInfo::Value::Linger ? tr("Seconds") : info.value == BenchOptionInfo::Value::Time ? tr("Milliseconds") : tr("Bytes"))
                                  : tr("Bytes at most"));
    showPreview();
}

Result<BenchCall> CallPanel::callNow() const
{
    BenchCall call;
    call.kind = m_kind;
    call.socket = m_socket;
    const lab::BenchSocket *mine = m_bench.socket(m_socket);
    if (hasAddress(m_kind)) {
        const auto address = lab::benchAddress(mine ? mine->family : lab::BenchFamily::IPv4, m_address->text());
        if (!address)
            return tl::unexpected(address.error());
        call.address = *address;
    }
    const auto input = static_cast<BenchInput>(m_input->currentData().toInt());
    if (hasData(m_kind) && input != BenchInput::File) {
        const auto bytes = lab::benchBytes(input, m_data->text(), static_cast<lab::Encoding>(m_encoding->currentData().toInt()), lab::Workbench::MostBytes);
        if (!bytes)
            return tl::unexpected(bytes.error());
        call.bytes = *bytes;
    }
    call.backlog = m_number->value();
    call.size = std::max(0, m_number->value());
    call.timeoutMs = m_number->value();
    call.how = m_how->currentIndex();
    call.option = static_cast<lab::BenchOption>(std::max(0, m_option->currentIndex()));
    call.on = m_on->isChecked();
    call.value = lab::benchOption(call.option).value == BenchOptionInfo::Value::Switch ? (m_on->isChecked() ? 1 : 0) : std::max(0, m_number->value());
    return call;
}

void CallPanel::showPreview()
{
    const lab::BenchSocket *mine = m_bench.socket(m_socket);
    const auto call = callNow();
    const QString why = mine ? lab::whyNot(*mine, m_kind) : QString();
    m_why->setText(call ? why : describe(call.error()));
    m_why->setVisible(!m_why->text().isEmpty());
    m_run->setText(why.isEmpty() ? tr("Call") : tr("Call it anyway"));
    m_run->setEnabled(call.has_value());
    if (call)
        m_preview->setText(lab::benchLine(m_language, *call, call->kind == Kind::Accept ? m_bench.nextNumber() : 0));
}

void CallPanel::run()
{
    const auto call = callNow();
    if (!call || !m_bench.socket(m_socket))
        return;
    const bool fromFile = hasData(m_kind) && static_cast<BenchInput>(m_input->currentData().toInt()) == BenchInput::File;
    const auto make = [this](const BenchCall &whole) {
        if (m_bench.call(whole) == 0)
            Q_EMIT troubled(Error{ErrorCode::BadArgument, tr("There are too many sockets, or calls that wait. Close or interrupt some.")});
    };
    if (!fromFile)
        return make(*call);
    const auto back = Strand::guardFor(this);
    QThreadPool::globalInstance()->start([this, back, make, whole = *call, path = m_data->text()]() mutable {
        const auto bytes = lab::benchBytes(BenchInput::File, path, lab::Encoding::Utf8, lab::Workbench::MostBytes);
        back([this, make, whole, bytes]() mutable {
            if (!bytes) {
                Q_EMIT troubled(bytes.error());
                return;
            }
            whole.bytes = *bytes;
            make(whole);
        });
    });
}

void CallPanel::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Choose a file"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, m_data, &QLineEdit::setText);
    dialog->open();
}

} // namespace transom::ui
