// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#include "listenaddress.h"

namespace Fuseboard::Cli {

using namespace Qt::StringLiterals;

Expected<ListenAddress, QString> ListenAddress::parse(const QString &text)
{
    ListenAddress result;
    if (text.isEmpty())
        return result;
    const auto wrong = Unexpected{
        u"\"%1\" is no address to listen on: it must be an IP address and a port from 0 to 65535, as in "
        "127.0.0.1:8080 or [::1]:8080"_s.arg(text)};

    const qsizetype colon = text.lastIndexOf(u':');
    const QString port = text.sliced(colon + 1);
    bool isNumber = false;
    result.port = port.toUShort(&isNumber);
    if (!isNumber || !port[0].isDigit())
        return wrong;
    if (colon < 0)
        return result;

    QString host = text.first(colon);
    const bool isBracketed = host.startsWith(u'[') && host.endsWith(u']');
    if (isBracketed)
        host = host.sliced(1, host.size() - 2);
    if (host == "localhost"_L1)
        return result;
    // Without brackets the port of an IPv6 address could be part of it; and Qt takes "1.2.3" for 1.2.0.3.
    const bool isIPv6 = host.contains(u':');
    if (isBracketed != isIPv6 || !result.address.setAddress(host) || (!isIPv6 && result.address.toString() != host))
        return wrong;
    return result;
}

} // namespace Fuseboard::Cli
