module app {
  requires dev.brood.core;
  requires tool;
}
