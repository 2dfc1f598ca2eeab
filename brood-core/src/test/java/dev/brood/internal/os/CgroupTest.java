package dev.brood.internal.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupTest {
  @TempDir private Path root;

  private void file(String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private Cgroup cgroup() {
    return Cgroup.at(root + "/");
  }

  @Test
  void theSmallestQuotaOnTheWayUpCounts() throws IOException {
    file("proc/self/cgroup", "0::/a/b\n");
    file("sys/fs/cgroup/a/b/cpu.max", "max 100000\n");
    file("sys/fs/cgroup/a/cpu.max", "150000 100000\n");
    assertThat(cgroup().cpuQuota()).isEqualTo(1.5);
  }

  @Test
  void inAContainerTheMountIsOurOwnGroup() throws IOException {
    file("proc/self/cgroup", "0::/\n");
    file("sys/fs/cgroup/cpu.max", "50000 100000\n");
    assertThat(cgroup().cpuQuota()).isEqualTo(0.5);
  }

  @Test
  void understandsVersionOne() throws IOException {
    file("proc/self/cgroup", "5:memory:/x\n4:cpu,cpuacct:/docker/1\n0::/\n");
    file("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "300000\n");
    file("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
    file("sys/fs/cgroup/cpu,cpuacct/docker/1/cpu.cfs_quota_us", "-1\n");
    file("sys/fs/cgroup/cpu,cpuacct/docker/1/cpu.cfs_period_us", "100000\n");
    assertThat(cgroup().cpuQuota()).isEqualTo(3.0);
  }

  @Test
  void theSmallestMemoryOnTheWayUpCounts() throws IOException {
    file("proc/self/cgroup", "0::/a/b\n");
    file("sys/fs/cgroup/a/b/memory.max", "max\n");
    file("sys/fs/cgroup/a/memory.max", "1073741824\n");
    assertThat(cgroup().memoryLimit()).isEqualTo(1L << 30);
  }

  @Test
  void understandsMemoryOfVersionOne() throws IOException {
    file("proc/self/cgroup", "5:memory:/docker/1\n0::/\n");
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", "268435456\n");
    file("sys/fs/cgroup/memory/docker/1/memory.limit_in_bytes", "9223372036854771712\n");
    assertThat(cgroup().memoryLimit()).isEqualTo(256L << 20);
  }

  @Test
  void withoutGroupsNothingIsLimited() {
    assertThat(cgroup().cpuQuota()).isEqualTo(Cgroup.UNLIMITED);
    assertThat(cgroup().memoryLimit()).isEqualTo(Long.MAX_VALUE);
    assertThat(cgroup().outOfMemoryKills()).isZero();
  }

  @Test
  void countsKillsOfOurGroupElseOfTheMachine() throws IOException {
    file("proc/vmstat", "nr_free_pages 1\noom_kill 7\n");
    assertThat(cgroup().outOfMemoryKills()).isEqualTo(7);
    file("proc/self/cgroup", "0::/a\n");
    file("sys/fs/cgroup/a/memory.events", "low 0\noom 2\noom_kill 1\n");
    assertThat(cgroup().outOfMemoryKills()).isEqualTo(1);
  }
}
