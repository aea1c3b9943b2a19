set(MODELS_SOURCES
    command_line.h command_line.cpp
    command_run.h command_run.cpp
    command_runs_model.h command_runs_model.cpp
    conversation_model.h conversation_model.cpp
    folder_model.h folder_model.cpp
    output_document.h output_document.cpp
    places_model.h places_model.cpp
    transfers_model.h transfers_model.cpp)
