// SPDX-FileCopyrightText: 2026 The Fuseboard authors
// SPDX-License-Identifier: MIT

#pragma once

namespace Fuseboard {

/// What a call does, for one order of layers, against three services: one that always fails (server@500ms), one that never
/// answers, and one that fails, times out and then succeeds (server@500ms, timeout@1.5s, ok@300ms).
///
/// The breaker opens for 4 s after two failures. Two retries, after 1 s and 2 s; 2 s for an attempt, 5 s for the call.
struct CallTrace
{
    const char *order;
    const char *dead;
    const char *hanging;
    const char *flaky;
};

inline constexpr CallTrace CallTraces[] = {
    {"", "0s: #1 | 500ms: server fail(server)", "0s: #1 | for ever", "0s: #1 | 500ms: server fail(server)"},
    {"breaker", "0s: granted #1 | 500ms: failure(server) server fail(server)", "0s: granted #1 | for ever",
     "0s: granted #1 | 500ms: failure(server) server fail(server)"},
    {"overall", "0s: #1 | 500ms: server fail(server)", "0s: #1 | 5s: abort timeout fail(timeout)",
     "0s: #1 | 500ms: server fail(server)"},
    {"retry", "0s: #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: server wait 2s | 4s: #3 | 4.5s: server fail(server)",
     "0s: #1 | for ever", "0s: #1 | 500ms: server wait 1s | 1.5s: #2 | 3s: timeout wait 2s | 5s: #3 | 5.3s: succeed"},
    {"timeout", "0s: #1 | 500ms: server fail(server)", "0s: #1 | 2s: abort timeout fail(timeout)",
     "0s: #1 | 500ms: server fail(server)"},
    {"breaker overall", "0s: granted #1 | 500ms: failure(server) server fail(server)",
     "0s: granted #1 | 5s: failure(timeout) abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: failure(server) server fail(server)"},
    {"overall breaker", "0s: granted #1 | 500ms: failure(server) server fail(server)",
     "0s: granted #1 | 5s: back abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: failure(server) server fail(server)"},
    {"breaker retry",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: server wait 2s | 4s: #3 | 4.5s: failure(server) server "
     "fail(server)",
     "0s: granted #1 | for ever",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 3s: timeout wait 2s | 5s: #3 | 5.3s: success succeed"},
    {"retry breaker",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 2s: failure(server) server wait 2s | "
     "4s: refused fail(circuitOpen)",
     "0s: granted #1 | for ever",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 3s: failure(timeout) timeout wait 2s "
     "| 5s: refused fail(circuitOpen)"},
    {"overall retry",
     "0s: #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: server wait 2s | 4s: #3 | 4.5s: server fail(server)",
     "0s: #1 | 5s: abort timeout fail(timeout)",
     "0s: #1 | 500ms: server wait 1s | 1.5s: #2 | 3s: timeout fail(timeout)"},
    {"retry overall",
     "0s: #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: server wait 2s | 4s: #3 | 4.5s: server fail(server)",
     "0s: #1 | 5s: abort timeout wait 1s | 6s: #2 | 11s: abort timeout wait 2s | 13s: #3 | 18s: abort timeout "
     "fail(timeout)",
     "0s: #1 | 500ms: server wait 1s | 1.5s: #2 | 3s: timeout wait 2s | 5s: #3 | 5.3s: succeed"},
    {"breaker timeout", "0s: granted #1 | 500ms: failure(server) server fail(server)",
     "0s: granted #1 | 2s: failure(timeout) abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: failure(server) server fail(server)"},
    {"timeout breaker", "0s: granted #1 | 500ms: failure(server) server fail(server)",
     "0s: granted #1 | 2s: back abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: failure(server) server fail(server)"},
    {"overall timeout", "0s: #1 | 500ms: server fail(server)", "0s: #1 | 2s: abort timeout fail(timeout)",
     "0s: #1 | 500ms: server fail(server)"},
    {"timeout overall", "0s: #1 | 500ms: server fail(server)", "0s: #1 | 2s: abort timeout fail(timeout)",
     "0s: #1 | 500ms: server fail(server)"},
    {"retry timeout",
     "0s: #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: server wait 2s | 4s: #3 | 4.5s: server fail(server)",
     "0s: #1 | 2s: abort timeout wait 1s | 3s: #2 | 5s: abort timeout wait 2s | 7s: #3 | 9s: abort timeout "
     "fail(timeout)",
     "0s: #1 | 500ms: server wait 1s | 1.5s: #2 | 3s: timeout wait 2s | 5s: #3 | 5.3s: succeed"},
    {"timeout retry", "0s: #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: server fail(server)",
     "0s: #1 | 2s: abort timeout fail(timeout)",
     "0s: #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: abort timeout fail(timeout)"},
    {"breaker overall retry",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: server wait 2s | 4s: #3 | 4.5s: failure(server) server "
     "fail(server)",
     "0s: granted #1 | 5s: failure(timeout) abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 3s: failure(timeout) timeout fail(timeout)"},
    {"breaker retry overall",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: server wait 2s | 4s: #3 | 4.5s: failure(server) server "
     "fail(server)",
     "0s: granted #1 | 5s: abort timeout wait 1s | 6s: #2 | 11s: abort timeout wait 2s | 13s: #3 | 18s: "
     "failure(timeout) abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 3s: timeout wait 2s | 5s: #3 | 5.3s: success succeed"},
    {"overall breaker retry",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: server wait 2s | 4s: #3 | 4.5s: failure(server) server "
     "fail(server)",
     "0s: granted #1 | 5s: back abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 3s: failure(timeout) timeout fail(timeout)"},
    {"overall retry breaker",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 2s: failure(server) server "
     "fail(server)",
     "0s: granted #1 | 5s: back abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 3s: failure(timeout) timeout "
     "fail(timeout)"},
    {"retry breaker overall",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 2s: failure(server) server wait 2s | "
     "4s: refused fail(circuitOpen)",
     "0s: granted #1 | 5s: failure(timeout) abort timeout wait 1s | 6s: granted #2 | 11s: failure(timeout) abort "
     "timeout wait 2s | 13s: refused fail(circuitOpen)",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 3s: failure(timeout) timeout wait 2s "
     "| 5s: refused fail(circuitOpen)"},
    {"retry overall breaker",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 2s: failure(server) server wait 2s | "
     "4s: refused fail(circuitOpen)",
     "0s: granted #1 | 5s: back abort timeout wait 1s | 6s: granted #2 | 11s: back abort timeout wait 2s | 13s: "
     "granted #3 | 18s: back abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 3s: failure(timeout) timeout wait 2s "
     "| 5s: refused fail(circuitOpen)"},
    {"breaker overall timeout", "0s: granted #1 | 500ms: failure(server) server fail(server)",
     "0s: granted #1 | 2s: failure(timeout) abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: failure(server) server fail(server)"},
    {"breaker timeout overall", "0s: granted #1 | 500ms: failure(server) server fail(server)",
     "0s: granted #1 | 2s: failure(timeout) abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: failure(server) server fail(server)"},
    {"overall breaker timeout", "0s: granted #1 | 500ms: failure(server) server fail(server)",
     "0s: granted #1 | 2s: failure(timeout) abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: failure(server) server fail(server)"},
    {"overall timeout breaker", "0s: granted #1 | 500ms: failure(server) server fail(server)",
     "0s: granted #1 | 2s: back abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: failure(server) server fail(server)"},
    {"timeout breaker overall", "0s: granted #1 | 500ms: failure(server) server fail(server)",
     "0s: granted #1 | 2s: back abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: failure(server) server fail(server)"},
    {"timeout overall breaker", "0s: granted #1 | 500ms: failure(server) server fail(server)",
     "0s: granted #1 | 2s: back abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: failure(server) server fail(server)"},
    {"breaker retry timeout",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: server wait 2s | 4s: #3 | 4.5s: failure(server) server "
     "fail(server)",
     "0s: granted #1 | 2s: abort timeout wait 1s | 3s: #2 | 5s: abort timeout wait 2s | 7s: #3 | 9s: failure(timeout) "
     "abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 3s: timeout wait 2s | 5s: #3 | 5.3s: success succeed"},
    {"breaker timeout retry",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: failure(server) server fail(server)",
     "0s: granted #1 | 2s: failure(timeout) abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: failure(timeout) abort timeout fail(timeout)"},
    {"retry breaker timeout",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 2s: failure(server) server wait 2s | "
     "4s: refused fail(circuitOpen)",
     "0s: granted #1 | 2s: failure(timeout) abort timeout wait 1s | 3s: granted #2 | 5s: failure(timeout) abort "
     "timeout wait 2s | 7s: refused fail(circuitOpen)",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 3s: failure(timeout) timeout wait 2s "
     "| 5s: refused fail(circuitOpen)"},
    {"retry timeout breaker",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 2s: failure(server) server wait 2s | "
     "4s: refused fail(circuitOpen)",
     "0s: granted #1 | 2s: back abort timeout wait 1s | 3s: granted #2 | 5s: back abort timeout wait 2s | 7s: granted "
     "#3 | 9s: back abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 3s: failure(timeout) timeout wait 2s "
     "| 5s: refused fail(circuitOpen)"},
    {"timeout breaker retry",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: failure(server) server fail(server)",
     "0s: granted #1 | 2s: back abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: back abort timeout fail(timeout)"},
    {"timeout retry breaker",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 2s: failure(server) server "
     "fail(server)",
     "0s: granted #1 | 2s: back abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 2s: back abort timeout "
     "fail(timeout)"},
    {"overall retry timeout",
     "0s: #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: server wait 2s | 4s: #3 | 4.5s: server fail(server)",
     "0s: #1 | 2s: abort timeout wait 1s | 3s: #2 | 5s: abort timeout fail(timeout)",
     "0s: #1 | 500ms: server wait 1s | 1.5s: #2 | 3s: timeout fail(timeout)"},
    {"overall timeout retry", "0s: #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: server fail(server)",
     "0s: #1 | 2s: abort timeout fail(timeout)",
     "0s: #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: abort timeout fail(timeout)"},
    {"retry overall timeout",
     "0s: #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: server wait 2s | 4s: #3 | 4.5s: server fail(server)",
     "0s: #1 | 2s: abort timeout wait 1s | 3s: #2 | 5s: abort timeout wait 2s | 7s: #3 | 9s: abort timeout "
     "fail(timeout)",
     "0s: #1 | 500ms: server wait 1s | 1.5s: #2 | 3s: timeout wait 2s | 5s: #3 | 5.3s: succeed"},
    {"retry timeout overall",
     "0s: #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: server wait 2s | 4s: #3 | 4.5s: server fail(server)",
     "0s: #1 | 2s: abort timeout wait 1s | 3s: #2 | 5s: abort timeout wait 2s | 7s: #3 | 9s: abort timeout "
     "fail(timeout)",
     "0s: #1 | 500ms: server wait 1s | 1.5s: #2 | 3s: timeout wait 2s | 5s: #3 | 5.3s: succeed"},
    {"timeout overall retry", "0s: #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: server fail(server)",
     "0s: #1 | 2s: abort timeout fail(timeout)",
     "0s: #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: abort timeout fail(timeout)"},
    {"timeout retry overall", "0s: #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: server fail(server)",
     "0s: #1 | 2s: abort timeout fail(timeout)",
     "0s: #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: abort timeout fail(timeout)"},
    {"breaker overall retry timeout",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: server wait 2s | 4s: #3 | 4.5s: failure(server) server "
     "fail(server)",
     "0s: granted #1 | 2s: abort timeout wait 1s | 3s: #2 | 5s: failure(timeout) abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 3s: failure(timeout) timeout fail(timeout)"},
    {"breaker overall timeout retry",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: failure(server) server fail(server)",
     "0s: granted #1 | 2s: failure(timeout) abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: failure(timeout) abort timeout fail(timeout)"},
    {"breaker retry overall timeout",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: server wait 2s | 4s: #3 | 4.5s: failure(server) server "
     "fail(server)",
     "0s: granted #1 | 2s: abort timeout wait 1s | 3s: #2 | 5s: abort timeout wait 2s | 7s: #3 | 9s: failure(timeout) "
     "abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 3s: timeout wait 2s | 5s: #3 | 5.3s: success succeed"},
    {"breaker retry timeout overall",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: server wait 2s | 4s: #3 | 4.5s: failure(server) server "
     "fail(server)",
     "0s: granted #1 | 2s: abort timeout wait 1s | 3s: #2 | 5s: abort timeout wait 2s | 7s: #3 | 9s: failure(timeout) "
     "abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 3s: timeout wait 2s | 5s: #3 | 5.3s: success succeed"},
    {"breaker timeout overall retry",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: failure(server) server fail(server)",
     "0s: granted #1 | 2s: failure(timeout) abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: failure(timeout) abort timeout fail(timeout)"},
    {"breaker timeout retry overall",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: failure(server) server fail(server)",
     "0s: granted #1 | 2s: failure(timeout) abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: failure(timeout) abort timeout fail(timeout)"},
    {"overall breaker retry timeout",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: server wait 2s | 4s: #3 | 4.5s: failure(server) server "
     "fail(server)",
     "0s: granted #1 | 2s: abort timeout wait 1s | 3s: #2 | 5s: failure(timeout) abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 3s: failure(timeout) timeout fail(timeout)"},
    {"overall breaker timeout retry",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: failure(server) server fail(server)",
     "0s: granted #1 | 2s: failure(timeout) abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: failure(timeout) abort timeout fail(timeout)"},
    {"overall retry breaker timeout",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 2s: failure(server) server "
     "fail(server)",
     "0s: granted #1 | 2s: failure(timeout) abort timeout wait 1s | 3s: granted #2 | 5s: failure(timeout) abort "
     "timeout fail(timeout)",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 3s: failure(timeout) timeout "
     "fail(timeout)"},
    {"overall retry timeout breaker",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 2s: failure(server) server "
     "fail(server)",
     "0s: granted #1 | 2s: back abort timeout wait 1s | 3s: granted #2 | 5s: back abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 3s: failure(timeout) timeout "
     "fail(timeout)"},
    {"overall timeout breaker retry",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: failure(server) server fail(server)",
     "0s: granted #1 | 2s: back abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: back abort timeout fail(timeout)"},
    {"overall timeout retry breaker",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 2s: failure(server) server "
     "fail(server)",
     "0s: granted #1 | 2s: back abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 2s: back abort timeout "
     "fail(timeout)"},
    {"retry breaker overall timeout",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 2s: failure(server) server wait 2s | "
     "4s: refused fail(circuitOpen)",
     "0s: granted #1 | 2s: failure(timeout) abort timeout wait 1s | 3s: granted #2 | 5s: failure(timeout) abort "
     "timeout wait 2s | 7s: refused fail(circuitOpen)",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 3s: failure(timeout) timeout wait 2s "
     "| 5s: refused fail(circuitOpen)"},
    {"retry breaker timeout overall",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 2s: failure(server) server wait 2s | "
     "4s: refused fail(circuitOpen)",
     "0s: granted #1 | 2s: failure(timeout) abort timeout wait 1s | 3s: granted #2 | 5s: failure(timeout) abort "
     "timeout wait 2s | 7s: refused fail(circuitOpen)",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 3s: failure(timeout) timeout wait 2s "
     "| 5s: refused fail(circuitOpen)"},
    {"retry overall breaker timeout",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 2s: failure(server) server wait 2s | "
     "4s: refused fail(circuitOpen)",
     "0s: granted #1 | 2s: failure(timeout) abort timeout wait 1s | 3s: granted #2 | 5s: failure(timeout) abort "
     "timeout wait 2s | 7s: refused fail(circuitOpen)",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 3s: failure(timeout) timeout wait 2s "
     "| 5s: refused fail(circuitOpen)"},
    {"retry overall timeout breaker",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 2s: failure(server) server wait 2s | "
     "4s: refused fail(circuitOpen)",
     "0s: granted #1 | 2s: back abort timeout wait 1s | 3s: granted #2 | 5s: back abort timeout wait 2s | 7s: granted "
     "#3 | 9s: back abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 3s: failure(timeout) timeout wait 2s "
     "| 5s: refused fail(circuitOpen)"},
    {"retry timeout breaker overall",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 2s: failure(server) server wait 2s | "
     "4s: refused fail(circuitOpen)",
     "0s: granted #1 | 2s: back abort timeout wait 1s | 3s: granted #2 | 5s: back abort timeout wait 2s | 7s: granted "
     "#3 | 9s: back abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 3s: failure(timeout) timeout wait 2s "
     "| 5s: refused fail(circuitOpen)"},
    {"retry timeout overall breaker",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 2s: failure(server) server wait 2s | "
     "4s: refused fail(circuitOpen)",
     "0s: granted #1 | 2s: back abort timeout wait 1s | 3s: granted #2 | 5s: back abort timeout wait 2s | 7s: granted "
     "#3 | 9s: back abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 3s: failure(timeout) timeout wait 2s "
     "| 5s: refused fail(circuitOpen)"},
    {"timeout breaker overall retry",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: failure(server) server fail(server)",
     "0s: granted #1 | 2s: back abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: back abort timeout fail(timeout)"},
    {"timeout breaker retry overall",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: failure(server) server fail(server)",
     "0s: granted #1 | 2s: back abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: back abort timeout fail(timeout)"},
    {"timeout overall breaker retry",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: failure(server) server fail(server)",
     "0s: granted #1 | 2s: back abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: server wait 1s | 1.5s: #2 | 2s: back abort timeout fail(timeout)"},
    {"timeout overall retry breaker",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 2s: failure(server) server "
     "fail(server)",
     "0s: granted #1 | 2s: back abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 2s: back abort timeout "
     "fail(timeout)"},
    {"timeout retry breaker overall",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 2s: failure(server) server "
     "fail(server)",
     "0s: granted #1 | 2s: back abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 2s: back abort timeout "
     "fail(timeout)"},
    {"timeout retry overall breaker",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 2s: failure(server) server "
     "fail(server)",
     "0s: granted #1 | 2s: back abort timeout fail(timeout)",
     "0s: granted #1 | 500ms: failure(server) server wait 1s | 1.5s: granted #2 | 2s: back abort timeout "
     "fail(timeout)"},
};

} // namespace Fuseboard
