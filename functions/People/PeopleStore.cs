using Serverless.Functions.Retention;
using Serverless.Functions.Storage;

namespace Serverless.Functions.People;

internal sealed class PeopleStore(ITableStore store, ExpiryCalendar calendar)
{
    private const string PersonKey = "person";
    private const string SessionKey = "session";
    private const string TenantPrefix = "t-";

    private readonly ITable _table = store.Table("people");

    public async Task<Person?> FindAsync(string email, CancellationToken cancellationToken) =>
        (await _table.ReadAsync(TableKey.Of(email), PersonKey, PeopleRows.Default.Person, cancellationToken))?.Value;

    /// <returns>What was there and what is there now.</returns>
    public Task<(Person? Before, Person? After)> ChangeAsync(
        string email, Func<Person?, Person?> change, CancellationToken cancellationToken) =>
        _table.ChangeAsync(TableKey.Of(email), PersonKey, PeopleRows.Default.Person, change, cancellationToken);

    /// <summary>After the person: a crash in between is healed by the next invitation.</summary>
    public Task ListAsync(Person person, CancellationToken cancellationToken) => _table.TransactAsync(
        TenantPrefix + person.TenantId,
        [new TableOperation.Put(
            TableKey.Of(person.Email), PeopleRows.Default.TenantPerson.ToBody(new TenantPerson(person.Email)))],
        cancellationToken);

    public async Task<IReadOnlyList<string>> EmailsAsync(string tenantId, int limit, CancellationToken cancellationToken)
    {
        var emails = new List<string>();
        await foreach (var row in _table.RowsAsync(TenantPrefix + tenantId, RowRange.All, limit, cancellationToken))
        {
            emails.Add(PeopleRows.Default.TenantPerson.FromBody(row.Body).Email);
        }

        return emails;
    }

    /// <summary>The person first: from then on nothing of theirs is good.</summary>
    public async Task RemoveAsync(Person person, CancellationToken cancellationToken)
    {
        var key = TableKey.Of(person.Email);
        await _table.DeleteAsync(key, PersonKey, null, cancellationToken);
        await _table.DeleteAsync(TenantPrefix + person.TenantId, key, null, cancellationToken);
    }

    public async Task AddSignInAsync(string secret, SignIn signIn, CancellationToken cancellationToken)
    {
        var key = TableKey.Of(secret);
        await calendar.AddAsync(ExpiryKind.SignIn, key, signIn.Until, cancellationToken);
        await _table.InsertAsync(key, SessionKey, PeopleRows.Default.SignIn.ToBody(signIn), cancellationToken);
    }

    public async Task<SignIn?> FindSignInAsync(string secret, CancellationToken cancellationToken) =>
        (await _table.ReadAsync(TableKey.Of(secret), SessionKey, PeopleRows.Default.SignIn, cancellationToken))?.Value;

    public Task EndSignInAsync(string secret, CancellationToken cancellationToken) =>
        ForgetSignInAsync(TableKey.Of(secret), cancellationToken);

    public Task ForgetSignInAsync(string key, CancellationToken cancellationToken) =>
        _table.DeleteAsync(key, SessionKey, null, cancellationToken);
}
