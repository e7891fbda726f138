#include "base/log.hpp"
#include "base/problem.hpp"
#include "main/commands.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <optional>
#include <string>

namespace {

using namespace rufwerk;

/// Status 78 (EX_CONFIG of sysexits.h) tells ./run and systemd that starting again would not help.
constexpr int config_fault = 78;

log::Level level_of(std::string const& name) {
    if (name == "debug") return log::Level::debug;
    if (name == "warning") return log::Level::warning;
    if (name == "error") return log::Level::error;
    return log::Level::info;
}

Config config_from(std::string const& file) {
    auto config = load_config(file.empty() ? std::nullopt : std::optional<std::filesystem::path>{file},
                              process_environment());
    log::set_level(level_of(config.log_level));
    return config;
}

int run(int argc, char** argv) {
    CLI::App app{"Rufwerk, the contact centre of a BPO provider"};
    app.set_version_flag("--version", "rufwerk " RUFWERK_VERSION);
    app.require_subcommand(1);
    std::string config_file;
    auto const with_config = [&](CLI::App* command) {
        command
            ->add_option("--config", config_file, "rufwerk.toml; without it defaults and RUFWERK_… variables")
            ->check(CLI::ExistingFile);
        return command;
    };
    int status = 0;
    with_config(app.add_subcommand("serve", "Run the centre"))->callback([&] {
        status = serve(config_from(config_file));
    });

    std::string centre_file;
    auto* const apply_command = with_config(app.add_subcommand("apply", "Make the centre as the file says"));
    apply_command->add_option("centre", centre_file, "centre.toml")->required()->check(CLI::ExistingFile);
    apply_command->callback([&] { status = rufwerk::apply(config_from(config_file), centre_file); });

    with_config(app.add_subcommand("doctor", "Try what the server needs and say the remedy"))->callback([&] {
        status = doctor(config_from(config_file));
    });

    SimulateOptions simulation;
    auto* const simulate_command =
        app.add_subcommand("simulate", "Drive calls with faults through floor and call machines");
    simulate_command->add_option("--calls", simulation.calls, "how many")->check(CLI::Range(1, 10'000'000));
    simulate_command->add_option("--seed", simulation.seed, "the dice");
    simulate_command->callback([&] { status = simulate(simulation); });

    try {
        app.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        return app.exit(error);
    }
    return status;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (Problem const& problem) {
        std::fprintf(stderr, "rufwerk: %s\n", problem.detail().c_str());
        return problem.refusal() == Refusal::unavailable ? 1 : config_fault;
    } catch (std::exception const& failure) {
        std::fprintf(stderr, "rufwerk: %s\n", failure.what());
        return 1;
    }
}
