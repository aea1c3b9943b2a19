#pragma once

#include "core/base/error.h"
#include "core/lab/serving/crowd.h"

#include <QHash>
#include <QWidget>

namespace transom::ui {

/// One client of a crowd, as both ends have told of it. Times in nanoseconds of the monotonic clock; 0: it did not get there (yet).
struct ServedClient
{
    int number = 0; ///< from 1
    bool slow = false;
    qint64 begun = 0;
    qint64 connected = 0;
    qint64 accepted = 0; ///< setup
    qint64 handled = 0;  ///< handle
    qint64 finished = 0; ///< finish, or the client's own end where the server says nothing
    qint64 ended = 0;
    qint64 process = 0;
    qint64 thread = 0;
    bool answered = false;
    bool refused = false;
    QString error;
};

/// Puts together what clients and server tell of a crowd. Pure; one thread.
class ServingStory
{
public:
    void begin(int clients, const QList<int> &slow);
    void addClientEvent(const lab::LabEvent &event);
    void addServerEvent(const lab::LabEvent &event);
    /// The last word about them.
    void complete(const QList<lab::CrowdClient> &crowd);
    bool isComplete() const { return m_complete; }
    QList<ServedClient> clients() const;
    /// "10 of 10 served …", in the user's language.
    QString summary() const;

private:
    struct Handling
    {
        qint64 setup = 0;
        qint64 handle = 0;
        qint64 finish = 0;
        qint64 process = 0;
        qint64 thread = 0;
    };

    QList<ServedClient> m_clients;
    QStringList m_local;                 ///< by client
    QHash<QString, quint64> m_streams;   ///< the server's, by the client's address
    QHash<quint64, Handling> m_handlings;
    bool m_complete = false;
};

/// A bar for each client over time: connecting is thin, waiting in the backlog hatched, being served solid, refused a cross. GUI thread.
class ServingChart : public QWidget
{
    Q_OBJECT

public:
    explicit ServingChart(QWidget *parent = nullptr);

    /// `now`: where what goes on still is drawn to; 0: nothing goes on any more.
    void show(const QList<ServedClient> &clients, qint64 now);
    const QList<ServedClient> &clients() const { return m_clients; }
    QSize minimumSizeHint() const override { return {320, 180}; }
    QSize sizeHint() const override { return {560, 340}; }
    /// What the tooltip over a client says.
    QString words(const ServedClient &client) const;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Layout
    {
        QRect bars;
        qint64 from = 0;
        qint64 span = 1;
        double row = 0;

        double x(qint64 time) const;
        QRectF rowRect(qsizetype index) const;
    };
    Layout arrange() const;
    void drawLegend(QPainter &painter) const;
    void drawAxis(QPainter &painter, const Layout &layout) const;
    void drawClient(QPainter &painter, const Layout &layout, qsizetype index) const;
    QString handlerOf(const ServedClient &client) const;

    QList<ServedClient> m_clients;
    qint64 m_now = 0;
};

} // namespace transom::ui
