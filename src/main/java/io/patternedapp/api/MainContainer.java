package io.patternedapp.api;

/** The container that the app is about. */
public class MainContainer extends AppContainer {
  private static final long serialVersionUID = 1L;
}
