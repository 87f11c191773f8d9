using CharacterFanOut.Functions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

try
{
    await FanOutApplication.CreateBuilder(args).Build().RunAsync();
    return 0;
}
catch (OptionsValidationException e)
{
    // Who set it reads what is wrong with it, without a stack trace.
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
