#pragma once

#include "ui/models/wire_fields_model.h"
#include "ui/models/wire_rows.h"
#include "ui/models/wire_text.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QTreeView;

namespace transom::ui {

class BytesView;
class FieldDelegate;
class ElidedLabel;

/// One frame: its fields with what each is for, its bytes, and a note.
class FramePanel : public QWidget
{
    Q_OBJECT

public:
    explicit FramePanel(WireRows &rows, QWidget *parent = nullptr);

    BytesView &bytes() { return *m_bytes; }
    void editNote();

Q_SIGNALS:
    void encodingChanged(transom::ui::ByteText encoding);
    /// The heading of the help on the wire, counted from 0.
    void helpWanted(int heading);

private:
    void showFrame();
    void showField();
    void showPointed();
    void selectField(const QModelIndex &index);
    bool eventFilter(QObject *watched, QEvent *event) override;

    WireRows &m_rows;
    WireFieldsModel *m_model;
    QTreeView *m_tree;
    FieldDelegate *m_delegate = nullptr;
    ElidedLabel *m_title;
    QLabel *m_meaning;
    QLineEdit *m_note;
    BytesView *m_bytes;
    QComboBox *m_encoding;
    quint64 m_frame = 0;
    qint64 m_known = 0; ///< bytes of it: one that is under way grows
    bool m_showing = false;
};

} // namespace transom::ui
