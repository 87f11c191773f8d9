return await Command.RunAsync(args).ConfigureAwait(false);
