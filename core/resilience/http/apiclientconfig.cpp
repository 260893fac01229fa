// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "resilience/http/apiclientconfig.h"

#include "resilience/http/headerrules.h"

namespace Fuseboard {

using namespace Qt::StringLiterals;

namespace {

void checkBaseUrl(const QUrl &url, ConfigIssues &issues)
{
    const QString field = u"baseUrl"_s;
    if (!url.isValid() || url.isRelative() || url.host().isEmpty()) {
        issues.append({field,
                       u"must be an absolute URL, such as https://api.example.com/v1, not \"%1\""_s.arg(
                           url.toString(QUrl::RemovePassword))});
        return;
    }
    if (url.scheme() != "http"_L1 && url.scheme() != "https"_L1)
        issues.append({field, u"must begin with http:// or https://, not %1:"_s.arg(url.scheme())});
    if (!url.userInfo().isEmpty())
        issues.append({field, u"must not hold a user or password: they belong in auth"_s});
    if (url.hasFragment())
        issues.append({field, u"must have no fragment (#%1): it is never sent"_s.arg(url.fragment())});
}

void checkAuth(const Auth &auth, ConfigIssues &issues)
{
    const QString field = u"auth"_s;
    if (const auto *bearer = std::get_if<BearerAuth>(&auth)) {
        if (bearer->token.isEmpty())
            issues.append({field, u"the bearer token must not be empty"_s});
        else if (!isHeaderValue(bearer->token.toUtf8()))
            issues.append({field, u"the bearer token must not have a line break or another control character"_s});
    } else if (const auto *basic = std::get_if<BasicAuth>(&auth)) {
        // RFC 7617, 2: the first colon ends the user's name.
        if (basic->user.contains(u':'))
            issues.append({field, u"the user's name must not have a colon"_s});
    }
}

} // namespace

ConfigIssues ApiClientConfig::validate() const
{
    ConfigIssues issues;
    checkBaseUrl(baseUrl, issues);
    if (const QString fault = headerFault(headers); !fault.isEmpty())
        issues.append({u"headers"_s, fault});
    checkAuth(auth, issues);
    for (ConfigIssue issue : policy.validate()) {
        issue.field.prepend("policy."_L1);
        issues.append(std::move(issue));
    }
    if (maxRedirects < 0)
        issues.append({u"maxRedirects"_s, u"must be at least 0, not %1"_s.arg(maxRedirects)});
    if (maxPerHost < 1 || maxPerHost > 6)
        issues.append({u"maxPerHost"_s, u"must be from 1 to 6, not %1"_s.arg(maxPerHost)});
    if (maxResponseSize < 1)
        issues.append({u"maxResponseSize"_s, u"must be at least 1, not %1"_s.arg(maxResponseSize)});
    if (maxHeaderSize < 1)
        issues.append({u"maxHeaderSize"_s, u"must be at least 1, not %1"_s.arg(maxHeaderSize)});
    return issues;
}

ApiClientConfig ApiClientConfig::forService(const QUrl &baseUrl)
{
    ApiClientConfig config;
    config.baseUrl = baseUrl;
    config.policy.timeout.perAttempt = std::chrono::seconds(30);
    return config;
}

} // namespace Fuseboard
