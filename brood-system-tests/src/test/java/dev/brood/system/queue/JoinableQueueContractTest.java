package dev.brood.system.queue;

import dev.brood.queue.JoinableQueue;
import dev.brood.queue.SharedQueue;

class JoinableQueueContractTest extends QueueContract {

  @Override
  <E> SharedQueue<E> create(int capacity) {
    return JoinableQueue.create(capacity);
  }

  @Override
  <E> SharedQueue<E> unbounded() {
    return JoinableQueue.unbounded();
  }
}
