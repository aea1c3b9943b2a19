#include "ui/lab/workbench/recipe_bar.h"

#include "core/lab/workbench/bench_lines.h"

using namespace Qt::StringLiterals;

namespace transom::ui {

using namespace theme;

RecipeBar::RecipeBar(lab::Workbench &bench)
    : m_bench(bench)
    , m_title(makeLabel({}, Type::Heading))
    , m_text(makeLabel({}))
    , m_line(makeLabel({}, Type::Fixed, Role::TextMuted))
    , m_next(makeButton(tr("Do it"), u"play"_s, true))
{
    setObjectName(u"bench-recipe"_s);
    m_next->setObjectName(u"bench-recipe-next"_s);
    m_text->setObjectName(u"bench-recipe-text"_s);
    m_line->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *close = makeToolButton(u"close"_s, tr("End the recipe"));
    close->setObjectName(u"bench-recipe-close"_s);
    auto *head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_next);
    head->addWidget(close);
    content()->setContentsMargins(Gap3, Gap2, Gap3, Gap2);
    content()->setSpacing(Gap1);
    content()->addLayout(head);
    content()->addWidget(m_line);
    content()->addWidget(m_text);
    connect(m_next, &QPushButton::clicked, this, &RecipeBar::next);
    connect(close, &QToolButton::clicked, this, &RecipeBar::end);
    connect(&bench, &lab::Workbench::entryChanged, this, [this](quint64 number) {
        if (number == m_waiting) {
            m_waiting = 0;
            if (const auto *entry = m_bench.entry(number); entry && entry->outcome.made > 0)
                m_sockets.append(entry->outcome.made);
            show();
        }
    });
    hide();
}

void RecipeBar::begin(const lab::BenchRecipe &recipe)
{
    m_recipe = recipe;
    m_at = 0;
    m_waiting = 0;
    m_sockets.clear();
    setVisible(true);
    show();
}

void RecipeBar::end()
{
    m_recipe = {};
    m_waiting = 0;
    hide();
}

lab::BenchCall RecipeBar::stepNow() const
{
    lab::BenchCall call = m_recipe.steps[m_at].call;
    if (call.socket > 0)
        call.socket = m_sockets.value(call.socket - 1);
    if (call.addressOf > 0) {
        if (const auto *owner = m_bench.socket(m_sockets.value(call.addressOf - 1)))
            call.address = owner->local;
        call.addressOf = 0;
    }
    return call;
}

void RecipeBar::show()
{
    if (!isUnderWay())
        return;
    const bool over = m_at >= m_recipe.steps.size();
    m_title->setText(over ? tr("%1: done").arg(m_recipe.title) : tr("%1: call %2 of %3").arg(m_recipe.title).arg(m_at + 1).arg(m_recipe.steps.size()));
    m_next->setVisible(!over);
    m_next->setEnabled(m_waiting == 0);
    m_line->setVisible(!over);
    if (over)
        return m_text->setText(tr("Every call is in the log: read what each has said, export it as a program, or go on by hand."));
    const lab::BenchCall call = stepNow();
    m_line->setText(lab::pythonLine(call, call.kind == lab::BenchCall::Kind::Socket || call.kind == lab::BenchCall::Kind::Accept ? m_bench.nextNumber() : 0));
    m_text->setText(m_recipe.steps[m_at].sentence);
}

void RecipeBar::next()
{
    if (!isUnderWay() || m_at >= m_recipe.steps.size() || m_waiting != 0)
        return;
    const lab::BenchCall call = stepNow();
    const quint64 number = m_bench.call(call);
    const lab::BenchEntry *entry = m_bench.entry(number);
    if (!entry) // the socket was taken off the workbench meanwhile
        return end();
    ++m_at;
    if (entry->running)
        m_waiting = number;
    else if (entry->outcome.made > 0)
        m_sockets.append(entry->outcome.made);
    show();
    Q_EMIT touched(call.socket > 0 ? call.socket : entry->outcome.made);
}

} // namespace transom::ui
