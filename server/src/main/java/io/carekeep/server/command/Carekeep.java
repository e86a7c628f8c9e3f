package io.carekeep.server.command;

import picocli.CommandLine.Command;

/// The command of commands.
@Command(
        name = "carekeep",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "A home for health records.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ServeCommand.class,
            DemoCommand.class,
            LoadCommand.class,
            TokenCommand.class,
            UserCommand.class,
            KeyCommand.class,
            PolicyCommand.class,
            BudgetCommand.class,
            AlarmCommand.class,
            AuditCommand.class,
            WitnessCommand.class,
            EraseCommand.class,
            ConfigCommand.class,
            DoctorCommand.class,
            VersionCommand.class,
            TrainCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all went well",
            "1:it could not be done; the reason is on standard error",
            "2:the command was not understood"
        },
        footer = {"", "First steps: carekeep demo"})
final class Carekeep {}
