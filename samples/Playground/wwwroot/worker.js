// The page starts a worker with this module; the worker starts a second .NET, which builds and trains networks while the page goes on.
export function start(receive) {
  const worker = new Worker(import.meta.url, { type: 'module' });
  worker.onmessage = event => receive(event.data);
  worker.onerror = event => receive(JSON.stringify({ $type: 'broken', Message: event.message ?? 'it could not be loaded' }));
  return worker;
}

export const send = (worker, message) => worker.postMessage(message);
export const end = worker => worker.terminate();

if (typeof WorkerGlobalScope !== 'undefined') {
  const { dotnet } = await import('./_framework/dotnet.js');
  const { setModuleImports, getAssemblyExports } = await dotnet.create();
  setModuleImports('worker', { post: message => postMessage(message) });
  const { WorkerDoor } = (await getAssemblyExports('Playground.dll')).Playground.Working;
  onmessage = event => WorkerDoor.Receive(event.data);
  WorkerDoor.Open();
}
