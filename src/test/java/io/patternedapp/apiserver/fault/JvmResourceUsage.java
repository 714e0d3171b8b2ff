package io.patternedapp.apiserver.fault;

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

/** Reads the resource usage of another local JVM over JMX. */
final class JvmResourceUsage implements AutoCloseable {

  private static final Pattern COUNTED_CLASSES =
      Pattern.compile("io\\.(patternedapp|javaoperatorsdk|fabric8)\\..+");

  private final JMXConnector connector;
  private final MBeanServerConnection beans;

  private JvmResourceUsage(JMXConnector connector) throws IOException {
    this.connector = connector;
    this.beans = connector.getMBeanServerConnection();
  }

  static JvmResourceUsage attach(long pid) throws IOException, AttachNotSupportedException {
    var vm = VirtualMachine.attach(String.valueOf(pid));
    try {
      return new JvmResourceUsage(
          JMXConnectorFactory.connect(new JMXServiceURL(vm.startLocalManagementAgent())));
    } finally {
      vm.detach();
    }
  }

  int threadCount() throws IOException {
    return platformBean(ThreadMXBean.class).getThreadCount();
  }

  long openFileDescriptors() throws IOException {
    return platformBean(UnixOperatingSystemMXBean.class).getOpenFileDescriptorCount();
  }

  /** Runs a garbage collection; returns the used heap in bytes. */
  long usedHeapAfterGc() throws IOException {
    var memory = platformBean(MemoryMXBean.class);
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  /** Returns the number of live objects by class for classes of the operator, JOSDK and fabric8. */
  Map<String, Long> objectCounts() throws IOException, JMException {
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
        .filter(columns -> columns.length >= 4 && COUNTED_CLASSES.matcher(columns[3]).matches())
        .forEach(columns -> objects.merge(columns[3], Long.parseLong(columns[1]), Long::sum));
    return objects;
  }

  private <T extends PlatformManagedObject> T platformBean(Class<T> type) throws IOException {
    return ManagementFactory.getPlatformMXBean(beans, type);
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
