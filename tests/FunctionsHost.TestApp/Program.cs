using FunctionsHost.TestApp;
using Microsoft.Extensions.Hosting;

// How a worker fails, for the tests of its supervision.
switch (Environment.GetEnvironmentVariable("TEST_START"))
{
    case "exit":
        await Console.Error.WriteLineAsync("The database is on fire.");
        return 3;
    case "hang":
        await Task.Delay(Timeout.Infinite);
        return 0;
    case "flood":
        for (var i = 0; i < 100_000; i++)
        {
            Console.WriteLine($"line {i} {new string('x', 200)}");
        }

        break;
    default:
        break;
}

await TestApplication.Build(args).RunAsync();
return 0;
