#pragma once

/// Makes icons, help and translations available: resources in a static library do not register themselves. Any number of times.
void initTransomResources();
