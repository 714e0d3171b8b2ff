package io.patternedapp.cli;

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
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    subcommands = {
      RunCommand.class,
      DemoCommand.class,
      ValidateCommand.class,
      RenderCommand.class,
      DiffCommand.class,
      GraphCommand.class
    })
public final class Main implements Runnable {

  @Spec private CommandSpec spec;

  /** Runs the program and ends the JVM with its exit code: 0 fine, 1 problems, 2 wrong usage. */
  public static void main(String[] args) {
    var line = commandLine();
    line.setOut(writer(FileDescriptor.out)).setErr(writer(FileDescriptor.err));
    System.exit(line.execute(args));
  }

  /** The command line with all its subcommands. */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(
            (e, line, parsed) -> {
              if (e instanceof UnreadableException) {
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
  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
  }
}
