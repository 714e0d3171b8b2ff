package io.patternedapp.apiserver;

import com.sun.management.UnixOperatingSystemMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.PlatformManagedObject;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What another JVM of this machine holds. */
final class JvmFigures implements AutoCloseable {

  private static final Pattern OF_INTEREST =
      Pattern.compile("io\\.(patternedapp|javaoperatorsdk|fabric8)\\..+");

  private final JMXConnector connector;
  private final MBeanServerConnection beans;

  private JvmFigures(JMXConnector connector) throws IOException {
    this.connector = connector;
    this.beans = connector.getMBeanServerConnection();
  }

  static JvmFigures of(long pid) throws IOException, AttachNotSupportedException {
    var vm = VirtualMachine.attach(String.valueOf(pid));
    try {
      return new JvmFigures(
          JMXConnectorFactory.connect(new JMXServiceURL(vm.startLocalManagementAgent())));
    } finally {
      vm.detach();
    }
  }

  int threads() throws IOException {
    return bean(ThreadMXBean.class).getThreadCount();
  }

  long openFiles() throws IOException {
    return bean(UnixOperatingSystemMXBean.class).getOpenFileDescriptorCount();
  }

  /** Bytes in use right after a collection. */
  long heap() throws IOException {
    var memory = bean(MemoryMXBean.class);
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  /** How many live objects there are of each class of the operator, the SDK and the client. */
  Map<String, Long> objects() throws IOException, JMException {
    var histogram =
        (String)
            beans.invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
    var objects = new TreeMap<String, Long>();
    histogram
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(columns -> columns.length >= 4 && OF_INTEREST.matcher(columns[3]).matches())
        .forEach(columns -> objects.merge(columns[3], Long.parseLong(columns[1]), Long::sum));
    return objects;
  }

  private <T extends PlatformManagedObject> T bean(Class<T> type) throws IOException {
    return ManagementFactory.getPlatformMXBean(beans, type);
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
