#pragma once

#include <QTest>

/// In every test: how long QTRY_… wait for what is to come. They wait no longer than it takes, so that the five seconds of Qt Test, which a disk
/// that syncs for somebody else can eat up alone, save nothing.
#define TRANSOM_PATIENCE_MS 30'000

#undef QTRY_VERIFY
#define QTRY_VERIFY(expr) QTRY_VERIFY_WITH_TIMEOUT((expr), TRANSOM_PATIENCE_MS)
#undef QTRY_VERIFY2
#define QTRY_VERIFY2(expr, message) QTRY_VERIFY2_WITH_TIMEOUT((expr), message, TRANSOM_PATIENCE_MS)
#undef QTRY_COMPARE
#define QTRY_COMPARE(expr, expected) QTRY_COMPARE_WITH_TIMEOUT((expr), (expected), TRANSOM_PATIENCE_MS)
