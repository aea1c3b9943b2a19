#pragma once

#include "core/lab/workbench/bench_recipes.h"
#include "core/lab/workbench/workbench.h"
#include "ui/widgets/widgets.h"

#include <QList>

namespace transom::ui {

/// Leads through a recipe: the next call, what to look at, and the button that makes it. Hidden while there is none.
class RecipeBar : public Card
{
    Q_OBJECT

public:
    explicit RecipeBar(lab::Workbench &bench);
    void begin(const lab::BenchRecipe &recipe);
    bool isUnderWay() const { return !m_recipe.steps.isEmpty(); }

Q_SIGNALS:
    /// The socket that a step was about.
    void touched(int socket);

private:
    void next();
    void end();
    lab::BenchCall stepNow() const;
    void show();

    lab::Workbench &m_bench;
    lab::BenchRecipe m_recipe;
    qsizetype m_at = 0;
    quint64 m_waiting = 0;
    QList<int> m_sockets; ///< the workbench's numbers, by the recipe's
    QLabel *m_title;
    QLabel *m_text;
    QLabel *m_line;
    QPushButton *m_next;
};

} // namespace transom::ui
