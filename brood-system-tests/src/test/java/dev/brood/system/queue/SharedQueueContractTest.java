package dev.brood.system.queue;

import dev.brood.queue.SharedQueue;

class SharedQueueContractTest extends QueueContract {

  @Override
  <E> SharedQueue<E> create(int capacity) {
    return SharedQueue.create(capacity);
  }

  @Override
  <E> SharedQueue<E> unbounded() {
    return SharedQueue.unbounded();
  }
}
