/** The database cannot be used, in words for whoever runs the server. */
export class DatabaseProblem extends Error {
  override name = 'DatabaseProblem'
}
