using FunctionsHost.Hosting;

return await Command.RunAsync(args).ConfigureAwait(false);
