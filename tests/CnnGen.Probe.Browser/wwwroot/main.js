// Runs the program and posts what it printed to where the page came from.
import { dotnet } from './_framework/dotnet.js';

const output = [], errors = [];
console.log = (...words) => output.push(words.join(' '));
console.error = (...words) => errors.push(words.join(' '));
let exitCode = 1;
try {
    // A page has one thread.
    const runtime = await dotnet.withEnvironmentVariable('CNNGEN_PROBE_THREADS', '1').create();
    exitCode = await runtime.runMain();
} catch (error) {
    errors.push(`${error}\n${error.stack}`);
}

await fetch(`/result?exitCode=${exitCode}`, { method: 'POST', body: (exitCode === 0 ? output : errors.concat(output)).join('\n') });
