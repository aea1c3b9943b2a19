#pragma once

#include "core/lab/dialect/dialect.h"

namespace transom::ui {

/// The sentence of the command line about a dialect's parameters, with the fields' titles instead of the options.
Error inFormWords(const lab::Dialect &dialect, lab::Role role, Error error);

} // namespace transom::ui
