package io.patternedapp.cli;

import io.patternedapp.cli.input.InputException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code patternedapp} command with its subcommands. */
@Command(
    name = "patternedapp",
    description = {
      "Operator and tools for PatternedApps: Pods that consist of a main container and its init,"
          + " sidecar, ambassador and adapter containers."
    },
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    scope = ScopeType.INHERIT,
    subcommands = {
      RunCommand.class,
      DemoCommand.class,
      ValidateCommand.class,
      RenderCommand.class,
      DiffCommand.class,
      GraphCommand.class
    })
public final class Cli implements Runnable {

  @Spec private CommandSpec spec;

  /**
   * Executes the command line and exits the JVM: 0 on success, 1 on errors, 2 on invalid usage or
   * unreadable input.
   */
  public static void main(String[] args) {
    var line = createCommandLine();
    line.setOut(utf8Writer(FileDescriptor.out)).setErr(utf8Writer(FileDescriptor.err));
    System.exit(line.execute(args));
  }

  /** Creates the command line with all subcommands. */
  static CommandLine createCommandLine() {
    return new CommandLine(new Cli())
        .setExecutionExceptionHandler(
            (e, line, parsed) -> {
              if (e instanceof InputException) {
                line.getErr().println(e.getMessage());
                return CommandLine.ExitCode.USAGE;
              }
              throw e;
            });
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing required subcommand");
  }

  /** Writes UTF-8 in every locale, so that the output does not depend on the machine. */
  private static PrintWriter utf8Writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
  }
}
