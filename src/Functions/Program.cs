using CharacterFanOut.Functions;
using Microsoft.Extensions.Hosting;

await FanOutApplication.CreateBuilder(args).Build().RunAsync();
