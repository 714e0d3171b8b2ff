package io.patternedapp.cli.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts another JVM with the class path of this one. */
public final class JvmProcess {

  private JvmProcess() {}

  public static ProcessBuilder processBuilder(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }
}
