package dev.brood.internal.stream;

import dev.brood.internal.ring.RingLayout;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Which process holds which end of a pipe: words in the pipe's region that the rings leave free.
 *
 * <pre>
 * 1536   which of the two slots of end 0 is valid (4)
 * 1664   the same for end 1
 * 2048   end 0: slot 0 | slot 1      a slot: length of the address (4) | key (32) | address
 * 3072   end 1: slot 0 | slot 1
 * </pre>
 *
 * <p>Only the process that is taking over an end writes its slots, the one that is not valid, and
 * then makes it the valid one. A process that is killed meanwhile leaves the old one valid. The
 * stores and loads are sequentially consistent: when both ends move at once, each new holder writes
 * itself before it reads the other, so at least one of them sees the other.
 */
public final class HolderTable {

  private static final VarHandle INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private static final int VALID = RingLayout.FREE;
  private static final int VALID_STRIDE = 128;
  private static final int SLOTS = 2048;
  private static final int END_STRIDE = 1024;
  private static final int SLOT_STRIDE = 512;
  private static final int HEAD = 4 + StationAddress.KEY_LENGTH;

  private final ByteBuffer region;

  HolderTable(ByteBuffer region) {
    this.region = region;
  }

  /** Says that {@code holder} holds the end now. */
  public void hold(int side, StationAddress holder) {
    byte[] path = holder.path().getBytes(StandardCharsets.UTF_8);
    if (path.length > SLOT_STRIDE - HEAD) {
      throw new IllegalArgumentException("path=" + holder.path() + " is too long");
    }
    int next = 1 - ((int) INT.getVolatile(region, valid(side)) & 1);
    int slot = slot(side, next);
    region.put(slot + HEAD, path);
    region.put(slot + 4, holder.key());
    region.putInt(slot, path.length);
    INT.setVolatile(region, valid(side), next);
  }

  /**
   * Returns who holds the end.
   *
   * @throws IOException if nobody ever said so, or the words are damaged
   */
  public StationAddress holder(int side) throws IOException {
    while (true) {
      int index = (int) INT.getVolatile(region, valid(side)) & 1;
      int slot = slot(side, index);
      int length = region.getInt(slot);
      if (length <= 0 || length > SLOT_STRIDE - HEAD) {
        throw new IOException("length=" + length + " of the address of a holder");
      }
      byte[] path = new byte[length];
      byte[] key = new byte[StationAddress.KEY_LENGTH];
      region.get(slot + 4, key);
      region.get(slot + HEAD, path);
      VarHandle.fullFence();
      if ((int) INT.getVolatile(region, valid(side)) == index) {
        return new StationAddress(new String(path, StandardCharsets.UTF_8), key);
      }
    }
  }

  private static int valid(int side) {
    return VALID + side * VALID_STRIDE;
  }

  private static int slot(int side, int index) {
    return SLOTS + side * END_STRIDE + index * SLOT_STRIDE;
  }
}
