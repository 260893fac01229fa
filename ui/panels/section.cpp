// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panels/section.h"

#include "theme/fonts.h"

#include <QToolButton>
#include <QVBoxLayout>

namespace Fuseboard {

Section::Section(const QString &title, std::function<QWidget *()> make, QWidget *parent)
    : QWidget(parent)
    , m_head(new QToolButton)
    , m_make(std::move(make))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    m_head->setCheckable(true);
    m_head->setAutoRaise(true);
    m_head->setFont(labelFont());
    m_head->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_head->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_head->setFocusPolicy(Qt::StrongFocus);
    layout->addWidget(m_head);
    connect(m_head, &QToolButton::toggled, this, [this](bool open) {
        m_head->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
        if (!m_content) {
            m_content = m_make();
            this->layout()->addWidget(m_content);
        }
        m_content->setVisible(open);
        if (open)
            Q_EMIT opened();
    });
    m_head->setArrowType(Qt::RightArrow);
    setTitle(title);
}

void Section::setTitle(const QString &title)
{
    if (m_head->text() == title)
        return;
    m_head->setText(title);
    m_head->setAccessibleName(title);
}

bool Section::isOpen() const
{
    return m_head->isChecked();
}

void Section::setOpen(bool open)
{
    m_head->setChecked(open);
}

} // namespace Fuseboard
