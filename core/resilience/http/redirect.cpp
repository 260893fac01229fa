// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/http/redirect.h"

#include "resilience/http/hostslots.h"

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

bool becomesGet(int status, const QByteArray &method)
{
    if (method == "GET" || method == "HEAD")
        return false;
    // RFC 9110, 15.4: 303 says GET; 301 and 302 mean it for POST, by the custom of thirty years.
    return status == 303 || ((status == 301 || status == 302) && method == "POST");
}

} // namespace

Redirect Redirect::of(int status, const QByteArray &location, const QUrl &from, const QByteArray &method,
                      bool mayRepeat, RedirectPolicy policy)
{
    const bool isRedirect = status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    if (!isRedirect || location.isEmpty() || policy == RedirectPolicy::Manual)
        return {};

    Redirect redirect;
    redirect.becomesGet = Fuseboard::becomesGet(status, method);
    if (!redirect.becomesGet && !mayRepeat)
        return {};

    QUrl target = from.resolved(QUrl::fromEncoded(location));
    target.setFragment({});
    target.setUserInfo({}); // nobody else chooses our credentials
    const QString scheme = target.scheme();
    if (!target.isValid() || target.host().isEmpty() || (scheme != "http"_L1 && scheme != "https"_L1)) {
        redirect.what = What::Fail;
        redirect.message = u"redirected to something else than an HTTP address: %1"_s.arg(
            QString::fromLatin1(location.left(200)));
        return redirect;
    }

    redirect.leavesOrigin = Origin::of(target) != Origin::of(from);
    if (policy == RedirectPolicy::SameOrigin && redirect.leavesOrigin)
        return {};
    if (from.scheme() == "https"_L1 && scheme == "http"_L1) {
        redirect.what = What::Fail;
        redirect.message = u"redirected from https to http: %1"_s.arg(target.toString());
        return redirect;
    }
    redirect.what = What::Follow;
    redirect.url = std::move(target);
    return redirect;
}

} // namespace Fuseboard
