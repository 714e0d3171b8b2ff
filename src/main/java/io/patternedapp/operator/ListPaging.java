package io.patternedapp.operator;

/** Settings of the informers for apps and their children. */
final class ListPaging {

  /**
   * The number of objects in a page of a list response. A single response with 10,000 Deployments
   * would need twice the heap.
   */
  static final long LIST_PAGE_SIZE = 250;

  private ListPaging() {}
}
