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

/** The program. */
@Command(
    name = "patternedapp",
    description = "Runs apps of several containers: init, sidecar, ambassador, adapter.",
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

  /** Runs the program and ends the JVM with its exit code: 0 fine, 1 problems, 2 wrong usage. */
  public static void main(String[] args) {
    var line = createCommandLine();
    line.setOut(utf8Writer(FileDescriptor.out)).setErr(utf8Writer(FileDescriptor.err));
    System.exit(line.execute(args));
  }

  /** The command line with all its subcommands. */
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
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** UTF-8 whatever the locale, so that the output is the same everywhere. */
  private static PrintWriter utf8Writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
  }
}
