module tool {
  exports tool;
}
