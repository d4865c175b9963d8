/**
 * Of dockerode only its connection is used (`modem`); as it loads it requires all that it knows, and what it needs for SSH, gRPC, BuildKit and image
 * builds. That is most of the size, and parts of it are native: empty modules take its place. readable-stream is a copy of Node's own
 * streams, debug prints nothing unless asked by a variable. For that same log docker-modem makes a text of every request's options, a sixth of
 * the time that a request takes: the text is empty.
 */
export function withoutUnused() {
  const unused = /^(ssh2|cpu-features|protobufjs|@grpc\/.*|tar-fs|@balena\/dockerignore|debug)$|\.node$/;
  const objects = /^\.\/(container|image|volume|network|service|plugin|secret|config|task|node|exec|session)$/;
  const stub = (path) => ({ path, namespace: 'unused' });
  return {
    name: 'without-unused',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: unused }, ({ path: name }) => stub(name));
      onResolve({ filter: objects }, ({ path: name, importer }) =>
        /[\\/]dockerode[\\/]lib[\\/]docker\.js$/.test(importer) ? stub(name) : undefined,
      );
      onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = () => () => {};', loader: 'js' }));
      onResolve({ filter: /^util$/ }, ({ path: name, importer }) =>
        /[\\/]docker-modem[\\/]lib[\\/]modem\.js$/.test(importer) ? { path: name, namespace: 'silent' } : undefined,
      );
      onLoad({ filter: /.*/, namespace: 'silent' }, () => ({ contents: "exports.inspect = () => '';", loader: 'js' }));
      onResolve({ filter: /^readable-stream$/ }, () => ({ path: 'node:stream', external: true }));
    },
  };
}
