// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/callspanel.h"

#include "panels/waterfall.h"
#include "panels/waterfalldelegate.h"
#include "theme/figures.h"
#include "theme/fonts.h"
#include "theme/tints.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace Fuseboard {

namespace {

constexpr int RoomForNames = 560; // in a narrower panel the outcomes have their signs only
constexpr int LeastWidth = 215;

constexpr int RowHeight = 26;

QString capitalised(QString text)
{
    if (!text.isEmpty())
        text[0] = text.at(0).toUpper();
    return text;
}

} // namespace

CallsPanel::CallsPanel(QWidget *parent)
    : QWidget(parent)
    , m_model(new CallsModel(this))
    , m_table(new QTableView)
    , m_empty(new QLabel)
    , m_text(new QLineEdit)
    , m_inView(new QPushButton)
    , m_note(new QLabel)
{
    setObjectName(QStringLiteral("callsPanel"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 0, 8, 8);
    layout->setSpacing(6);
    makeFilter();
    makeTable();
    layout->addWidget(m_table, 1);

    m_note->setObjectName(QStringLiteral("callsDropped"));
    m_note->setFont(labelFont());
    m_note->hide();
    layout->addWidget(m_note);

    applyColours();
    showCounts();
    showEmpty();
}

void CallsPanel::clearFilter()
{
    for (QPushButton *button : m_outcomes)
        button->setChecked(true);
    m_text->clear();
    setSpan(std::nullopt);
}

void CallsPanel::makeFilter()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(6);
    const QStringList names{QStringLiteral("showSucceeded"), QStringLiteral("showFailed"),
                            QStringLiteral("showRejected"), QStringLiteral("showCancelled")};
    const QStringList tips{tr("Calls that got their answer, however many attempts it took"),
                           tr("Calls that were sent, and failed in the end"), tr("Calls that were never sent"),
                           tr("Calls that their callers gave up")};
    for (int i = 0; i < CallOutcomeCount; ++i) {
        auto *button = new QPushButton;
        button->setObjectName(names.at(i));
        button->setCheckable(true);
        button->setChecked(true);
        button->setIcon(markIcon(markOf(static_cast<CallOutcome>(i))));
        button->setToolTip(tips.at(i) + u'\n' + tr("Press to hide or show them"));
        connect(button, &QPushButton::toggled, this, &CallsPanel::filterOutcomes);
        row->addWidget(button);
        m_outcomes[std::size_t(i)] = button;
    }

    m_inView->setObjectName(QStringLiteral("inView"));
    m_inView->setCheckable(true);
    m_inView->setText(tr("In view"));
    m_inView->setToolTip(tr("Only calls under way in the time that the charts show"));
    connect(m_inView, &QPushButton::toggled, this, &CallsPanel::inViewToggled);
    row->addWidget(m_inView);

    m_text->setObjectName(QStringLiteral("callFilter"));
    m_text->setAccessibleName(tr("Filter of calls"));
    m_text->setPlaceholderText(tr("Error, status or call number"));
    m_text->setToolTip(
        tr("Shows calls with this kind of error (timeout) or this status (503, or 5xx for 500 to 599), in "
           "the end or in an attempt, or with this number (1234, or #503)"));
    m_text->setClearButtonEnabled(true);
    m_text->setMinimumWidth(60);
    connect(m_text, &QLineEdit::textChanged, this,
            [this](const QString &text) { keepingPlace([&] { m_model->setText(text); }); });
    m_text->installEventFilter(this);
    row->addWidget(m_text, 1);
    static_cast<QVBoxLayout *>(layout())->addLayout(row);

    auto *find = new QAction(tr("Filter calls"), this);
    find->setShortcut(QKeySequence::Find);
    find->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(find, &QAction::triggered, m_text, [this] {
        m_text->setFocus(Qt::ShortcutFocusReason);
        m_text->selectAll();
    });
    addAction(find);
}

void CallsPanel::makeTable()
{
    m_table->setObjectName(QStringLiteral("calls"));
    m_table->setMinimumHeight(48); // its head and a call: it scrolls
    m_table->setAccessibleName(tr("Calls, newest first"));
    m_table->setModel(m_model);
    m_table->setItemDelegate(new WaterfallDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(RowHeight);
    auto *header = m_table->horizontalHeader();
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setHighlightSections(false);
    header->setStretchLastSection(true);
    header->setMinimumSectionSize(40);
    header->resizeSection(CallsModel::Due, 88);
    header->resizeSection(CallsModel::Endpoint, 120);
    header->resizeSection(CallsModel::Number, 70);
    header->resizeSection(CallsModel::Latency, 80);
    m_table->setColumnHidden(CallsModel::Endpoint, true);

    auto *copy = new QAction(tr("Copy rows"), m_table);
    copy->setObjectName(QStringLiteral("copyCalls"));
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    connect(copy, &QAction::triggered, this, &CallsPanel::copyRows);
    m_table->addAction(copy);

    m_empty->setObjectName(QStringLiteral("noCalls"));
    m_empty->setParent(m_table->viewport());
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setEnabled(false);
    m_empty->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_table->viewport()->installEventFilter(this);
    m_table->installEventFilter(this);

    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) {
                if (!m_isMoving)
                    choose(current.row());
            });
    // The same row again: its moment may have been scrolled away since.
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex &index) { choose(index.row()); });
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex &index) { choose(index.row()); });
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, &CallsPanel::fitScale);
}

void CallsPanel::setEndpoints(const QStringList &names)
{
    keepingPlace([&] { m_model->setEndpoints(names); });
    m_table->setColumnHidden(CallsModel::Endpoint, names.size() < 2);
    fitToWidth();
}

void CallsPanel::show(std::shared_ptr<const std::vector<RecordedCall>> calls, quint64 dropped)
{
    keepingPlace([&] { m_model->show(std::move(calls)); });
    m_dropped = dropped;
    showNote();
}

void CallsPanel::showNote()
{
    m_note->setVisible(m_dropped > 0);
    if (m_dropped > 0) {
        m_note->setText(tr("Showing %1 of %2 calls. The other %3 are only in the charts and the totals.")
                            .arg(countText(quint64(m_model->total())), countText(quint64(m_model->total()) + m_dropped),
                                 countText(m_dropped)));
    }
}

void CallsPanel::resetFilter()
{
    for (QPushButton *button : m_outcomes)
        button->setChecked(true);
    m_text->clear();
    m_inView->setChecked(false);
    setSpan(std::nullopt);
}

void CallsPanel::setSpan(const std::optional<std::pair<Duration, Duration>> &span)
{
    keepingPlace([&] { m_model->setSpan(span); });
    showEmpty();
}

bool CallsPanel::selectCall(int endpoint, quint64 number)
{
    const int row = m_model->rowOf(endpoint, number);
    if (row < 0)
        return false;
    const QScopedValueRollback guard(m_isMoving, true);
    m_table->setCurrentIndex(m_model->index(row, CallsModel::Due));
    m_table->scrollTo(m_model->index(row, CallsModel::Due), QAbstractItemView::PositionAtCenter);
    return true;
}

CallsPanel::Place CallsPanel::place() const
{
    Place place;
    if (const QModelIndex current = m_table->currentIndex(); current.isValid()) {
        place.hasCurrent = true;
        place.endpoint = m_model->callAt(current.row()).endpoint;
        place.number = m_model->callAt(current.row()).number;
    }
    const int top = m_table->rowAt(0);
    place.isAtTop = top <= 0;
    if (!place.isAtTop) {
        place.topEndpoint = m_model->callAt(top).endpoint;
        place.topNumber = m_model->callAt(top).number;
    }
    return place;
}

void CallsPanel::goTo(const Place &place)
{
    const QScopedValueRollback guard(m_isMoving, true);
    const int current = place.hasCurrent ? m_model->rowOf(place.endpoint, place.number) : -1;
    // Not setCurrentIndex(), which would scroll there.
    if (current >= 0) {
        const QModelIndex index = m_model->index(current, CallsModel::Due);
        m_table->selectionModel()->setCurrentIndex(index,
                                                   QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    }
    const int top = place.isAtTop ? 0 : m_model->rowOf(place.topEndpoint, place.topNumber);
    if (top >= 0 && m_model->rowCount() > 0)
        m_table->scrollTo(m_model->index(top, CallsModel::Due), QAbstractItemView::PositionAtTop);
}

template<typename Change>
void CallsPanel::keepingPlace(Change change)
{
    bool wasReset = false;
    const auto connection = connect(m_model, &QAbstractItemModel::modelReset, this, [&] { wasReset = true; });
    const Place before = place();
    {
        const QScopedValueRollback guard(m_isMoving, true);
        change();
    }
    disconnect(connection);
    if (!wasReset)
        return;
    goTo(before);
    showCounts();
    showEmpty();
    fitScale();
}

void CallsPanel::filterOutcomes()
{
    CallsModel::Outcomes outcomes{};
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        outcomes[i] = m_outcomes[i]->isChecked();
    keepingPlace([&] { m_model->setOutcomes(outcomes); });
}

void CallsPanel::showCounts()
{
    for (int i = 0; i < CallOutcomeCount; ++i) {
        const QString name = capitalised(markOf(static_cast<CallOutcome>(i)).name);
        const QString text = QStringLiteral("%1  %2").arg(name, countText(quint64(m_model->counts()[std::size_t(i)])));
        QPushButton *button = m_outcomes[std::size_t(i)];
        button->setAccessibleName(text);
        const QString shown = width() >= RoomForNames ? text : QString();
        if (button->text() != shown)
            button->setText(shown);
    }
}

void CallsPanel::showEmpty()
{
    m_empty->setVisible(m_model->rowCount() == 0);
    if (m_model->rowCount() > 0)
        return;
    QString text = tr("No calls match (%1 in all).\nSwitch on more outcomes above, or clear the text.")
                       .arg(countText(quint64(m_model->total())));
    if (m_model->total() == 0)
        text = tr("No call has ended yet.\nPress Run, and calls appear here as they end.");
    else if (m_model->shownSpan() && m_text->text().isEmpty()
             && std::ranges::all_of(m_model->outcomes(), std::identity()))
        text = tr("No call was under way from %1 to %2.\nSwitch off \"In view\" to list all calls.")
                   .arg(shortMomentText(m_model->shownSpan()->first), shortMomentText(m_model->shownSpan()->second));
    m_empty->setText(text);
}

void CallsPanel::fitToWidth()
{
    m_empty->setGeometry(m_table->viewport()->rect());
    // Where it is narrow, outcomes are letters alone, so that the waterfall has room.
    auto *header = m_table->horizontalHeader();
    const int others = m_table->isColumnHidden(CallsModel::Endpoint) ? 0 : header->sectionSize(CallsModel::Endpoint);
    const bool isNarrow = m_table->viewport()->width() - others < 740;
    header->resizeSection(CallsModel::Outcome, isNarrow ? 68 : 118);
    header->resizeSection(CallsModel::Kind, isNarrow ? 92 : 116);
    header->resizeSection(CallsModel::Attempts, isNarrow ? 64 : 76);
}

/// The waterfalls in view share a scale that shows the longest whole.
void CallsPanel::fitScale()
{
    const int rows = m_model->rowCount();
    if (rows == 0)
        return;
    const int first = std::max(0, m_table->rowAt(0));
    const int last = m_table->rowAt(m_table->viewport()->height() - 1);
    Duration longest{};
    for (int row = first; row <= (last < 0 ? rows - 1 : last); ++row)
        longest = std::max(longest, m_model->callAt(row).latency);
    const Duration scale = waterfallScale(longest);
    if (scale == m_model->scale())
        return;
    m_model->setScale(scale);
    m_table->viewport()->update();
}

void CallsPanel::copyRows()
{
    QList<int> rows;
    for (const QItemSelectionRange &range : m_table->selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows.append(row);
    }
    if (rows.isEmpty())
        return;
    std::sort(rows.begin(), rows.end());
    QApplication::clipboard()->setText(m_model->asText(rows));
}

void CallsPanel::choose(int row)
{
    if (row >= 0)
        Q_EMIT callChosen(m_model->callAt(row).endpoint, m_model->callAt(row).due);
}

void CallsPanel::applyColours()
{
    QPalette colours = m_note->palette();
    colours.setColor(QPalette::WindowText, Tints::of(palette()).muted);
    m_note->setPalette(colours);
}

void CallsPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    showCounts();
}

QSize CallsPanel::minimumSizeHint() const
{
    return {LeastWidth, QWidget::minimumSizeHint().height()};
}

bool CallsPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_text && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Escape && !m_text->text().isEmpty()) {
            m_text->clear();
            return true;
        }
        if (key == Qt::Key_Down && m_model->rowCount() > 0) {
            m_table->setFocus(Qt::TabFocusReason);
            if (!m_table->currentIndex().isValid())
                m_table->setCurrentIndex(m_model->index(0, CallsModel::Due));
            return true;
        }
    } else if (watched == m_table && event->type() == QEvent::KeyPress) {
        // The view itself would copy one cell.
        if (static_cast<QKeyEvent *>(event)->matches(QKeySequence::Copy)) {
            copyRows();
            return true;
        }
    } else if (watched == m_table->viewport() && event->type() == QEvent::Resize) {
        fitToWidth();
        fitScale();
    }
    return QWidget::eventFilter(watched, event);
}

void CallsPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyColours();
}

} // namespace Fuseboard
